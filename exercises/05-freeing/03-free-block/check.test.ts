/** Judges the lists by themselves, then inside of kernels, by what the real one did. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { expect, test } from 'vitest'
import { checkRealCalls } from '../01-page-to-cache/real-calls.ts'
import { measured } from './measured.ts'
import { free_block, type Cache, type Slab } from './start.ts'

/** Follows each slab by itself: what it is, and when it became that. */
function expected(cache: Cache, batch: readonly number[]) {
  const inuse = new Map(
    [...cache.partial, ...cache.full, ...cache.free].map((each) => [each.slab, each.inuse]),
  )
  const [partial, full, free] = [cache.partial, cache.full, cache.free].map((list) =>
    list.map(({ slab }) => slab),
  ) as [number[], number[], number[]]
  const destroyed: number[] = []
  let space = cache.free_limit - cache.free_objects - batch.length
  for (const slab of batch) {
    const left = (inuse.get(slab) ?? 0) - 1
    inuse.set(slab, left)
    for (const list of [partial, full]) {
      const place = list.indexOf(slab)
      if (place >= 0) list.splice(place, 1)
    }
    if (left > 0) partial.push(slab)
    else if (space >= 0) free.splice(0, 0, slab)
    else {
      space += cache.num
      destroyed.push(slab)
    }
  }
  return { partial, full, free, destroyed }
}

const tell = (list: readonly Slab[]) =>
  `[${list.map(({ slab, inuse }) => `${slab} (${inuse} in use)`).join(', ')}]`

function expectLists(cache: Cache, batch: readonly number[], look: string): void {
  const { num, free_objects, free_limit, partial, full, free } = cache
  attempt(
    `free_block with partial ${tell(partial)}, full ${tell(full)}, free ${tell(free)}, num ${num}, free_objects ${free_objects}, free_limit ${free_limit}, and the batch [${batch.join(', ')}]`,
    { look },
    () => {
      const wanted = expected(cache, batch)
      const lists = free_block(structuredClone(cache), [...batch])
      expect(lists.partial, 'partial').toEqual(wanted.partial)
      expect(lists.full, 'full').toEqual(wanted.full)
      expect(lists.free, 'free').toEqual(wanted.free)
      expect(lists.destroyed, 'destroyed').toEqual(wanted.destroyed)
    },
  )
}

/** A cache whose count of free objects is what its lists say. */
function cacheOf(
  num: number,
  free_limit: number,
  lists: Record<'partial' | 'full' | 'free', readonly (readonly [number, number])[]>,
): Cache {
  const slabs = (list: readonly (readonly [number, number])[]) =>
    list.map(([slab, inuse]) => ({ slab, inuse }))
  const all = [...lists.partial, ...lists.full, ...lists.free]
  const free_objects = all.reduce((sum, [, inuse]) => sum + num - inuse, 0)
  const { partial, full, free } = lists
  return {
    num,
    free_objects,
    free_limit,
    partial: slabs(partial),
    full: slabs(full),
    free: slabs(free),
  }
}

test('a slab that gets an object', () => {
  const look = 'To which end of the partial list does it go?'
  const full = [
    [4, 3],
    [2, 3],
    [9, 3],
  ] as const
  expectLists(cacheOf(3, 99, { partial: [], full, free: [] }), [2], look)
  expectLists(cacheOf(3, 99, { partial: [[1, 2]], full, free: [] }), [9, 4], look)
})

test('a slab that was partial already', () => {
  const look = 'Does it keep its place?'
  const partial = [
    [1, 5],
    [6, 4],
    [3, 5],
  ] as const
  expectLists(cacheOf(6, 99, { partial, full: [], free: [] }), [1], look)
  expectLists(cacheOf(6, 99, { partial, full: [], free: [] }), [6, 1, 6], look)
})

test('an empty slab that may stay', () => {
  const look = 'To which end of the free list does it go?'
  const partial = [
    [1, 1],
    [6, 1],
  ] as const
  expectLists(cacheOf(4, 99, { partial, full: [], free: [[8, 0]] }), [6], look)
  expectLists(cacheOf(4, 99, { partial, full: [[5, 4]], free: [[8, 0]] }), [6, 5, 1], look)
})

test('just as many as may stay', () => {
  const look = 'free_limit is how many may stay. Are there more?'
  const partial = [[1, 1]] as const
  expectLists(cacheOf(4, 4, { partial, full: [], free: [] }), [1], look)
  expectLists(cacheOf(4, 3, { partial, full: [], free: [] }), [1], look)
})

test('the whole batch counts', () => {
  const look = 'How many free objects are there when the first slab becomes empty?'
  const lists = { partial: [[0, 1]], full: [[3, 3]], free: [] } as const
  expectLists(cacheOf(3, 3, lists), [0, 3], look)
  expectLists(cacheOf(3, 4, lists), [0, 3], look)
  expectLists(cacheOf(3, 3, lists), [3, 0], look)
})

test('several empty slabs', () => {
  const look = 'With a destroyed slab num free objects are gone.'
  const full = [1, 2, 3, 4, 5].map((slab) => [slab, 1] as const)
  expectLists(cacheOf(1, 3, { partial: [], full, free: [] }), [3, 1, 4, 2, 5], look)
  const pairs = [1, 2, 3].map((slab) => [slab, 1] as const)
  expectLists(cacheOf(2, 4, { partial: pairs, full: [], free: [] }), [2, 1, 3], look)
})

test('any cache', () => {
  for (const num of sample(25, () => random.integer(1, 4))) {
    const lists: Record<'partial' | 'full' | 'free', [number, number][]> = {
      partial: [],
      full: [],
      free: [],
    }
    const out: number[] = []
    for (let slab = 0; slab < random.integer(2, 5); slab++) {
      const inuse = random.integer(0, num)
      lists[inuse === 0 ? 'free' : inuse === num ? 'full' : 'partial'].push([slab, inuse])
      for (let object = 0; object < inuse; object++) out.push(slab)
    }
    if (out.length === 0) continue
    const batch = random.shuffle(out).slice(0, random.integer(1, out.length))
    const cache = cacheOf(num, random.integer(0, 3 * num), lists)
    expectLists(cache, batch, 'Go through the batch by hand, object by object.')
  }
})

checkRealCalls({
  measured,
  overrides: { free_block },
  look: 'The next refill takes from the head of partial, then of free. What stood there?',
})
