/** Judges the count against the slabs the machine made, and the forecast against the count. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { GFP_KERNEL, boot, slabsOf, type Kernel, type kmem_cache } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { constructorCalls, countingCache } from './start.ts'

/** One machine for most tests: booting takes longer than everything that is asked of it. */
const machine = boot()
let caches = 0

/** A name that no cache of the machine has yet. */
const fresh = (): string => `cache-${++caches}`

/** Objects that exist in the cache: each was constructed once. */
function objectsOf(kernel: Kernel, cache: kmem_cache): number {
  const { full, partial, free } = slabsOf(kernel, cache)
  return (full.length + partial.length + free.length) * cache.num
}

function made(kernel: Kernel, name: string, size: number) {
  const counting = countingCache(kernel, name, size)
  if (counting === null) throw new Error('countingCache returned null, but the kernel has memory')
  return counting
}

test('countingCache makes a cache of the name and size asked for', () => {
  attempt(`countingCache(kernel, 'inode', 400)`, () => {
    const kernel = machine
    const { cache } = made(kernel, 'inode', 400)
    expect(cache.name).toBe('inode')
    expect(cache.objsize, 'bytes from one object to the next').toBe(400)
    expect(kernel.caches()[0]?.name, 'the newest cache of the machine').toBe('inode')
  })
})

test('it counts a whole slab at the first allocation', () => {
  const look = 'Is your function the fifth argument of kmem_cache_create, and does it count?'
  const kernel = machine
  const { cache, calls } = made(kernel, fresh(), 400)
  attempt(`calls() on a new cache`, { look: 'A new cache has no slab yet.' }, () =>
    expect(calls()).toBe(0),
  )
  attempt('calls() after one allocation of 400 bytes, 10 objects to a slab', { look }, () => {
    kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(calls()).toBe(10)
  })
})

test('it keeps the counts of two caches apart', () => {
  attempt(
    'calls() of a second cache, after one allocation from the first',
    { look: 'Where is the variable declared that counts?' },
    () => {
      const kernel = machine
      const one = made(kernel, fresh(), 400)
      const two = made(kernel, fresh(), 400)
      kernel.kmem_cache_alloc(one.cache, GFP_KERNEL)
      expect(two.calls(), 'calls of the second').toBe(0)
      expect(one.calls(), 'calls of the first').toBe(10)
    },
  )
})

test('it counts nothing when an object is used again', () => {
  attempt(
    '100 times kmem_cache_alloc and kmem_cache_free on one cache of 400-byte objects',
    { look: 'Count in the constructor, not where objects are handed out.' },
    () => {
      const kernel = machine
      const { cache, calls } = made(kernel, fresh(), 400)
      for (let count = 0; count < 100; count++)
        kernel.kmem_cache_free(cache, kernel.kmem_cache_alloc(cache, GFP_KERNEL))
      expect(calls()).toBe(10)
    },
  )
})

test('it numbers the objects in the order of their construction', () => {
  attempt(
    'the first four bytes of the 10 objects of the first slab',
    { look: 'Write the count with kernel.write32(object, count), after counting.' },
    () => {
      const kernel = machine
      const { cache } = made(kernel, fresh(), 400)
      const objects = sample(10, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
      const numbers = objects.map((object) => kernel.read32(object))
      expect(numbers.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    },
  )
})

test('it counts right for any size, on a machine with 32 MB too', () => {
  const machines = [machine, boot({ kernelLine: 32, cpuLine: 32, megabytes: 32 })]
  for (const size of sample(6, () => random.integer(8, 3000))) {
    const allocations = random.integer(1, 60)
    attempt(
      `${allocations} allocations of ${size} bytes`,
      { look: 'Every object that exists has been constructed once.' },
      () => {
        const kernel = random.pick(machines)
        const { cache, calls } = made(kernel, fresh(), size)
        for (let count = 0; count < allocations; count++) kernel.kmem_cache_alloc(cache, GFP_KERNEL)
        expect(calls()).toBe(objectsOf(kernel, cache))
      },
    )
  }
})

test('constructorCalls knows when the next slab is made', () => {
  const look =
    'A slab is made when no object is free any more, and all its objects are constructed.'
  const cases = [
    [11, 10, 20],
    [10, 10, 10],
    [1, 10, 10],
    [0, 10, 0],
    [1, 678, 678],
    [7, 1, 7],
  ] as const
  for (const [allocations, num, wanted] of cases) {
    attempt(`constructorCalls(${allocations}, ${num})`, { look }, () =>
      expect(constructorCalls(allocations, num)).toBe(wanted),
    )
  }
})

test('constructorCalls says what a real cache will count', () => {
  const kernel = machine
  for (const size of sample(5, () => random.integer(8, 3000))) {
    const allocations = random.integer(0, 60)
    const cache = kernel.kmem_cache_create(fresh(), size)
    if (cache === null) throw new Error(`no cache for ${size} bytes`)
    for (let count = 0; count < allocations; count++) kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    attempt(
      `constructorCalls(${allocations}, ${cache.num}), objects of ${size} bytes`,
      { look: 'How many slabs are needed for so many objects?' },
      () => expect(constructorCalls(allocations, cache.num)).toBe(objectsOf(kernel, cache)),
    )
  }
})

test('constructorCalls is right for any number', () => {
  for (const num of sample(20, () => random.integer(1, 700))) {
    const allocations = random.integer(0, 5000)
    attempt(
      `constructorCalls(${allocations}, ${num})`,
      { look: 'Whole slabs, times the objects in each.' },
      () => {
        const partial = allocations % num
        const wanted = partial === 0 ? allocations : allocations - partial + num
        expect(constructorCalls(allocations, num)).toBe(wanted)
      },
    )
  }
})
