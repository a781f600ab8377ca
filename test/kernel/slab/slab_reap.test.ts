/** The reaper: what one round takes back, and what it spares. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  arrayOf,
  boot,
  findProblems,
  freePages,
  GFP_KERNEL,
  HZ,
  SLAB_NO_REAP,
  slabsOf,
  watchEvents,
  type Kernel,
  type kmem_cache,
} from '#kernel/index.ts'
import { existing } from '../../existing.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

/** Objects of 1000 bytes: 4 in a slab, 54 in the array, 58 may stay free. */
function create(flags = 0): kmem_cache {
  return existing(kernel.kmem_cache_create('own', 1000, 0, flags))
}

/** Takes so many objects, whole slabs, and gives them all back. */
function use(cache: kmem_cache, count: number): void {
  const objects = Array.from({ length: count }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
  for (const object of objects) kernel.kmem_cache_free(cache, object)
}

/** Lets time pass, and the reaper run at its end. */
function reapAfter(ticks: number): void {
  kernel.machine.jiffies += ticks
  kernel.cache_reap()
}

const inArray = (cache: kmem_cache) => arrayOf(kernel, cache).avail
const freeSlabs = (cache: kmem_cache) => slabsOf(kernel, cache).free.length

describe('of an array', () => {
  test('a round after it was used takes nothing but the mark', () => {
    const cache = create()
    use(cache, 52)
    expect(arrayOf(kernel, cache).touched).toBe(1)
    kernel.cache_reap()
    expect(inArray(cache)).toBe(52)
    expect(arrayOf(kernel, cache).touched).toBe(0)
  })

  test('each further round takes a fifth of the limit, at last half of what is there', () => {
    const cache = create()
    use(cache, 52)
    kernel.cache_reap()
    const left = Array.from({ length: 8 }, () => {
      kernel.cache_reap()
      return inArray(cache)
    })
    expect(left).toEqual([41, 30, 19, 8, 4, 2, 1, 0])
    expect(findProblems(kernel)).toEqual([])
  })

  test('it takes the oldest objects', () => {
    const cache = create()
    use(cache, 52)
    const { entries } = arrayOf(kernel, cache)
    kernel.cache_reap()
    kernel.cache_reap()
    expect(arrayOf(kernel, cache).entries).toEqual(entries.slice(11))
  })

  test('the caches that are not to be reaped keep theirs, the cache of descriptors among them', () => {
    const cache = create(SLAB_NO_REAP)
    use(cache, 52)
    const descriptors = kernel.caches().at(-1)
    const before = descriptors === undefined ? 0 : inArray(descriptors)
    for (let i = 0; i < 5; i++) kernel.cache_reap()
    expect(inArray(cache)).toBe(52)
    expect(descriptors === undefined ? 0 : inArray(descriptors)).toBe(before)
  })
})

describe('of the free slabs', () => {
  /** A cache with 13 free slabs and an empty array. */
  function withFreeSlabs(): kmem_cache {
    const cache = create()
    use(cache, 52)
    while (inArray(cache) > 0) kernel.cache_reap()
    expect(freeSlabs(cache)).toBe(13)
    return cache
  }

  test('nothing goes in the first four seconds', () => {
    const cache = withFreeSlabs()
    reapAfter(cache.next_reap - kernel.jiffies - 1)
    expect(freeSlabs(cache)).toBe(13)
  })

  test('when the time has come, a list that was looked into is spared once', () => {
    const cache = withFreeSlabs()
    expect(cache.free_touched).toBe(1)
    reapAfter(cache.next_reap - kernel.jiffies)
    expect(freeSlabs(cache)).toBe(13)
    expect(cache.free_touched).toBe(0)
    expect(cache.next_reap).toBe(kernel.jiffies + 4 * HZ)
  })

  test('then every four seconds a fifth of what may stay free goes, from the head of the list', () => {
    const cache = withFreeSlabs()
    reapAfter(8 * HZ)
    const order = slabsOf(kernel, cache).free.map(({ number }) => number)
    const gone: number[] = []
    watchEvents(kernel, ({ name, values }) => {
      if (name === 'slab-destroyed') gone.push(values['slab'] ?? -1)
    })
    const pages = freePages(kernel)
    reapAfter(4 * HZ)
    // 58 objects may stay free, 4 in a slab: a fifth is 3 slabs, rounded up.
    expect(gone).toEqual(order.slice(0, 3))
    expect(freePages(kernel)).toBe(pages + 3)
    reapAfter(2 * HZ)
    expect(gone).toHaveLength(3)
    reapAfter(2 * HZ)
    expect(gone).toHaveLength(6)
    expect(findProblems(kernel)).toEqual([])
  })
})

describe('an interrupt that arrives while objects go back to their slabs', () => {
  /** Frees of a handler would come into the array that is just being emptied. */
  function handled(call: () => void): { inside: boolean; over: boolean } {
    const seen = { inside: false, over: false }
    let returns = true
    kernel.interruptDuring('free_block', () => {
      seen.inside = !returns
      seen.over = true
    })
    const stop = watchEvents(kernel, ({ name, function: inside }) => {
      if (inside === 'free_block') returns = name === 'leave'
    })
    call()
    stop()
    return seen
  }

  test.each([
    [
      'the reaper',
      () => {
        kernel.machine.jiffies += 2 * HZ
        kernel.cache_reap()
        kernel.cache_reap()
      },
    ],
    ['a cache with new arrays', () => void kernel.slabinfo_write('own 20 10 0')],
    ['shrinking', () => void kernel.kmem_cache_shrink(kernel.caches()[0] ?? null)],
  ] satisfies [string, () => void][])('waits until %s is done with them', (_, call) => {
    const cache = kernel.kmem_cache_create('own', 100)
    kernel.kmem_cache_free(cache, kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    expect(handled(call)).toEqual({ inside: false, over: true })
    expect(kernel.check()).toEqual([])
  })
})
