/** Judges the flush by itself, then inside of kernels, by what the real one did. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { expect, test } from 'vitest'
import { checkRealCalls } from '../01-page-to-cache/real-calls.ts'
import { measured } from './measured.ts'
import { cache_flusharray } from './start.ts'

/** Asks each place of the array. */
function expected(entries: readonly number[], batchcount: number, room: number) {
  const most = room === 0 ? batchcount : room < batchcount ? room : batchcount
  const leaves = (_: number, place: number) => place < most
  const stays = (_: number, place: number) => place >= most
  return {
    toShared: room === 0 ? [] : entries.filter(leaves),
    toSlabs: room === 0 ? entries.filter(leaves) : [],
    stay: entries.filter(stays),
  }
}

function expectPlan(
  entries: readonly number[],
  batchcount: number,
  room: number,
  look: string,
): void {
  attempt(`cache_flusharray([${entries.join(', ')}], ${batchcount}, ${room})`, { look }, () => {
    const wanted = expected(entries, batchcount, room)
    const plan = cache_flusharray([...entries], batchcount, room)
    expect(plan.toShared, 'to the shared array').toEqual(wanted.toShared)
    expect(plan.toSlabs, 'to the slabs').toEqual(wanted.toSlabs)
    expect(plan.stay, 'stay in the array').toEqual(wanted.stay)
  })
}

test('the oldest leave for the slabs', () => {
  const look = 'Which of them has the CPU most likely lost from its own memory?'
  expectPlan([41, 42, 43, 44], 2, 0, look)
  expectPlan([9, 3, 7, 1, 5, 2], 3, 0, look)
})

test('as many as batchcount says', () => {
  const look = 'batchcount need not be half of the array.'
  expectPlan([1, 2, 3, 4, 5], 1, 0, look)
  expectPlan([1, 2, 3, 4, 5], 4, 0, look)
  expectPlan([1, 2, 3], 3, 0, look)
})

test('to the shared array when there is room', () => {
  const look = 'The slabs are for a batch that finds no room.'
  expectPlan([1, 2, 3, 4, 5, 6], 3, 3, look)
  expectPlan([1, 2, 3, 4, 5, 6], 2, 50, look)
})

test('room for a part of the batch', () => {
  const look = 'As many as fit. Must the others leave at all?'
  expectPlan([1, 2, 3, 4, 5, 6], 4, 2, look)
  expectPlan([1, 2, 3, 4, 5, 6], 6, 1, look)
})

test('any array', () => {
  for (const count of sample(25, () => random.integer(1, 12))) {
    const entries = sample(count, () => random.integer(100, 999))
    const batchcount = random.integer(1, count)
    const room = random.pick([0, random.integer(0, count + 2)])
    expectPlan(entries, batchcount, room, 'How many leave, from which end, and where to?')
  }
})

checkRealCalls({
  measured,
  overrides: { cache_flusharray },
  look: 'Which entries were in the array, and which left at the last flush?',
})
