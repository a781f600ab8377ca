/** Judges the refill by itself, then inside of a kernel by what the real one gave. */
import { attempt, random, sample } from 'kmalloc-course/check'
import type { RefillState, Take } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { checkRealTraces } from '../01-array-cache-pop/real-trace.ts'
import { measured } from './measured.ts'
import { refill } from './start.ts'

/** `[slab, free objects]`, head first. */
type Slabs = readonly (readonly [number, number])[]

function stateWith(change: {
  batchcount: number
  touched?: number
  shared?: number
  partial?: Slabs
  free?: Slabs
}): RefillState {
  const { batchcount, touched = 1, shared = 0, partial = [], free = [] } = change
  const slabs = (list: Slabs) => list.map(([slab, count]) => ({ slab, free: count }))
  const limit = 2 * batchcount
  return { limit, batchcount, touched, shared, partial: slabs(partial), free: slabs(free) }
}

/** Takes one object after the other. */
function expected({ batchcount, touched, shared, partial, free }: RefillState): string {
  const taken = new Map<Take['slab'], number>()
  const take = (slab: Take['slab']): void => void taken.set(slab, (taken.get(slab) ?? 0) + 1)
  const most = touched === 1 ? Infinity : 16
  for (let n = 0; n < Math.min(most, batchcount); n++) {
    if (shared > 0) {
      if (n < shared) take('shared')
      continue
    }
    const next = [...partial, ...free].find(({ slab, free: has }) => (taken.get(slab) ?? 0) < has)
    if (next !== undefined) take(next.slab)
  }
  return inWords(Array.from(taken, ([slab, count]) => ({ slab, count })))
}

const nameOf = (slab: Take['slab']): string => (slab === 'shared' ? 'shared' : `slab ${slab}`)
const inWords = (takes: readonly Take[]): string =>
  takes.map(({ slab, count }) => `${count} from ${nameOf(slab)}`).join(', ') || 'nothing'

function expectRefill(state: RefillState, look: string): void {
  const slabs = (list: RefillState['partial']) =>
    list.map(({ slab, free }) => `${slab} with ${free} free`).join(', ') || 'none'
  const { batchcount, touched, shared, partial, free } = state
  attempt(
    `refill: batchcount ${batchcount}, touched ${touched}, shared ${shared}; partial slabs: ${slabs(partial)}; free slabs: ${slabs(free)}`,
    { look },
    () => expect(inWords(refill(state)), 'taken').toBe(expected(state)),
  )
}

test('a batch from one slab', () => {
  const look = 'A refill brings batchcount objects.'
  expectRefill(stateWith({ batchcount: 12, free: [[0, 39]] }), look)
  expectRefill(stateWith({ batchcount: 27, partial: [[4, 27]] }), look)
})

test('a batch from several slabs', () => {
  const look = 'One slab after the other, from the head of each list.'
  expectRefill(
    stateWith({
      batchcount: 12,
      partial: [
        [3, 2],
        [1, 3],
        [8, 20],
      ],
    }),
    look,
  )
  expectRefill(
    stateWith({
      batchcount: 8,
      partial: [[2, 1]],
      free: [
        [0, 4],
        [5, 4],
      ],
    }),
    look,
  )
})

test('partial before free', () => {
  expectRefill(
    stateWith({ batchcount: 10, partial: [[6, 7]], free: [[2, 30]] }),
    'Which of the two slabs could go back to the page allocator?',
  )
})

test('fewer than a batch', () => {
  const look = 'A refill that got something does not grow the cache.'
  expectRefill(stateWith({ batchcount: 60, partial: [[0, 23]] }), look)
  expectRefill(stateWith({ batchcount: 27, partial: [[1, 1]], free: [[0, 4]] }), look)
  expectRefill(stateWith({ batchcount: 4 }), 'With nothing to take, the list is empty.')
})

test('an array that was idle', () => {
  const look = 'touched is 0: nobody took from the array lately.'
  expectRefill(stateWith({ batchcount: 60, touched: 0, free: [[0, 119]] }), look)
  expectRefill(stateWith({ batchcount: 12, touched: 0, free: [[0, 119]] }), look)
})

test('the shared array', () => {
  const look = 'The shared array comes first, and if it has anything, alone.'
  expectRefill(stateWith({ batchcount: 12, shared: 40, partial: [[1, 5]] }), look)
  expectRefill(stateWith({ batchcount: 12, shared: 3, partial: [[1, 5]] }), look)
  expectRefill(stateWith({ batchcount: 60, touched: 0, shared: 40, free: [[1, 5]] }), look)
})

test('any cache', () => {
  for (const batchcount of sample(20, () => random.integer(1, 60))) {
    const list = (first: number): Slabs =>
      sample(random.integer(0, 3), () => random.integer(1, 30)).map((free, i) => [first + i, free])
    const state = stateWith({
      batchcount,
      touched: random.integer(0, 1),
      shared: random.pick([0, 0, 0, random.integer(1, 40)]),
      partial: list(0),
      free: list(10),
    })
    expectRefill(state, 'Go from place to place by hand, with what is still wanted.')
  }
})

checkRealTraces(
  measured,
  { refill },
  'Do the checks above pass? Each refill of the kernel takes what you say.',
)
