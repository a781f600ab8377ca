/** Judges pop and push by themselves, then inside of a kernel by what the real one gave. */
import { attempt, hex, random, sample } from 'kmalloc-course/check'
import type { ArrayCache } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { measured } from './measured.ts'
import { checkRealTraces } from './real-trace.ts'
import { popArray, pushArray } from './start.ts'

const base = 0xc1000000

function arrayWith(avail: number, limit: number, touched = 0): ArrayCache {
  const entry = Array.from({ length: avail }, (_, i) => base + 128 * ((i * 7) % 31))
  return { avail, limit, batchcount: Math.ceil(limit / 2), touched, entry }
}

const held = ({ avail, entry }: ArrayCache): string[] => entry.slice(0, avail).map(hex)

function expectPop(avail: number, limit: number, look: string): void {
  const array = arrayWith(avail, limit)
  const before = held(array)
  attempt(`popArray of an array with ${avail} of ${limit} objects`, { look }, () => {
    expect(hex(popArray(array)), 'object').toBe(before.at(-1) ?? hex(0))
    expect(held(array), 'left in the array').toEqual(before.slice(0, -1))
  })
}

function expectPush(avail: number, limit: number, look: string): void {
  const array = arrayWith(avail, limit)
  const before = held(array)
  const object = base + 0x8000
  const fits = avail < limit
  attempt(`pushArray of an array with ${avail} of ${limit} objects`, { look }, () => {
    expect(pushArray(array, object), 'was put in').toBe(fits)
    expect(held(array), 'in the array').toEqual(fits ? [...before, hex(object)] : before)
  })
}

test('popArray: the object on top', () => {
  const look = 'The one on top goes first: the last that was put in.'
  expectPop(3, 8, look)
  expectPop(8, 8, look)
  expectPop(1, 4, look)
})

test('popArray: an empty array', () => {
  expectPop(0, 8, 'NULL says that there is nothing, and nothing changes.')
})

test('popArray: somebody took from the array', () => {
  const look = 'Which field says that somebody took from the array lately?'
  for (const avail of [2, 0]) {
    const array = arrayWith(avail, 4)
    attempt(`touched after popArray of an array with ${avail} of 4 objects`, { look }, () => {
      popArray(array)
      expect(array.touched, 'touched').toBe(avail > 0 ? 1 : 0)
    })
  }
})

test('pushArray: on top', () => {
  const look = 'The next free place is entry[avail].'
  expectPush(3, 8, look)
  expectPush(0, 8, look)
})

test('pushArray: a full array', () => {
  expectPush(4, 4, 'Behind the last entry the memory belongs to somebody else.')
})

test('pushArray: nobody took from the array', () => {
  const array = arrayWith(2, 4)
  attempt(
    'touched after pushArray of an array with 2 of 4 objects',
    { look: 'The mark is set by those who take.' },
    () => {
      pushArray(array, base)
      expect(array.touched, 'touched').toBe(0)
    },
  )
})

test('any sequence', () => {
  for (const limit of sample(8, () => random.integer(1, 12))) {
    const array = arrayWith(0, limit)
    const model: number[] = []
    const steps = sample(20, () => random.integer(0, 4))
    const words = steps.map((step) => (step < 3 ? '+' : '-')).join('')
    attempt(`pushes (+) and pops (-) on an array for ${limit} objects: ${words}`, () => {
      for (const [index, step] of steps.entries()) {
        const object = base + 128 * index
        if (step < 3) {
          expect(pushArray(array, object), `step ${index + 1}`).toBe(model.length < limit)
          if (model.length < limit) model.push(object)
        } else expect(hex(popArray(array)), `step ${index + 1}`).toBe(hex(model.pop() ?? 0))
      }
    })
  }
})

checkRealTraces(
  measured,
  { popArray, pushArray },
  'Do the checks above pass? Each call of the kernel takes and gives back your way.',
)
