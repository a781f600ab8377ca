/** Judges predictions by making the allocations afterwards. */
import { attempt, figures, hex, random, sample } from 'kmalloc-course/check'
import {
  GFP_KERNEL,
  arrayOf,
  boot,
  locate,
  watchEvents,
  type Kernel,
  type kmem_cache,
} from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { nextAddresses } from './start.ts'

function cacheFor(kernel: Kernel, size: number): kmem_cache {
  const cache = kernel.kmem_cache_create(`own-${size}`, size)
  if (cache === null) throw new Error(`no cache for ${size} bytes`)
  return cache
}

const take = (kernel: Kernel, cache: kmem_cache, count: number): number[] =>
  sample(count, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))

const give = (kernel: Kernel, cache: kmem_cache, objects: readonly number[]): void => {
  for (const object of objects) kernel.kmem_cache_free(cache, object)
}

/** Objects as `slab.object`, so that many of them fit on a line; what is none, as an address. */
function inWordsOn(kernel: Kernel, addresses: readonly number[]): string {
  const places = addresses.map((address) => {
    const found = locate(kernel, address)
    return found === null || found.offset !== 0 ? hex(address) : `${found.slab}.${found.object}`
  })
  return places.join(' ') || 'none'
}

/** Asks for the prediction while it listens: nobody may be asked for an object. Then it makes the allocations. */
function expectNext(
  kernel: Kernel,
  cache: kmem_cache,
  count: number,
  [tried, look]: readonly [string, string],
): void {
  let calls = 0
  let told: readonly number[] = []
  const { slabsEver } = cache
  const figure = () => figures.arrayCache(kernel, cache)
  const stop = watchEvents(kernel, () => calls++)
  const outcome = attempt(
    `nextAddresses(kernel, cache, ${count}): ${tried}`,
    { look, figure },
    () => {
      told = nextAddresses(kernel, cache, count)
      return told
    },
  )
  stop()
  const got: number[] = []
  while (got.length < count) {
    const [object = 0] = take(kernel, cache, 1)
    if (cache.slabsEver > slabsEver) break
    got.push(object)
  }
  attempt(`nextAddresses(kernel, cache, ${count}): ${tried}`, { look }, () => {
    expect(calls, 'calls of the kernel while you predict').toBe(0)
    expect(inWordsOn(kernel, outcome ?? told), 'slab.object').toBe(inWordsOn(kernel, got))
  })
}

test('what lies in the array', () => {
  const kernel = boot()
  const cache = cacheFor(kernel, 100)
  const objects = take(kernel, cache, 8)
  give(
    kernel,
    cache,
    [3, 0, 6].map((i) => objects[i] ?? 0),
  )
  expectNext(kernel, cache, 5, ['11 objects are in the array', 'The one on top goes first.'])
})

test('when the array is used up', () => {
  const look = 'When the array is used up, a refill brings the next batch. Which of it is on top?'
  const kernel = boot({ profile: 'p3-laptop' })
  const cache = cacheFor(kernel, 60)
  take(kernel, cache, 14)
  expectNext(kernel, cache, 10, ['two objects are in the array', look])
  take(kernel, cache, arrayOf(kernel, cache).avail)
  expectNext(kernel, cache, 3, ['the array is empty', look])
})

test('an array that was idle', () => {
  const look =
    'touched is 0 until somebody takes an object. What does the first refill bring, and the next?'
  const kernel = boot()
  const cache = cacheFor(kernel, 32)
  kernel.kmem_cache_free(cache, kernel.kmem_cache_alloc(cache, GFP_KERNEL))
  for (let pass = 0; pass < 12; pass++) kernel.cache_reap()
  expectNext(kernel, cache, 24, ['the reaper has emptied the array', look])
})

test('objects that came back', () => {
  const look = 'In which order does a slab give the objects that came back?'
  const kernel = boot()
  const cache = cacheFor(kernel, 1000)
  const objects = take(kernel, cache, 60)
  give(kernel, cache, objects.slice(0, 55))
  take(kernel, cache, arrayOf(kernel, cache).avail)
  expectNext(kernel, cache, 10, ['the array is empty, 27 objects went back to their slabs', look])
})

test('before the cache grows', () => {
  const look = 'Nobody knows the addresses of a slab that is not there yet.'
  const kernel = boot()
  const cache = cacheFor(kernel, 500)
  expectNext(kernel, cache, 10, ['a cache without slabs', look])
  expectNext(kernel, cache, 10, ['a few objects are left', look])
})

test('any machine', () => {
  const kernel = boot({ kernelLine: 64, cpuLine: 64, megabytes: 32 })
  for (const size of sample(6, () => random.integer(8, 2000))) {
    const cache = cacheFor(kernel, size * 2 + kernel.caches().length)
    const objects = random.shuffle(take(kernel, cache, random.integer(80, 200)))
    give(kernel, cache, objects.slice(0, random.integer(60, objects.length)))
    take(kernel, cache, random.integer(0, 40))
    if (random.integer(0, 1) === 1) for (let pass = 0; pass < 8; pass++) kernel.cache_reap()
    const look = 'Draw the array and the chains, and go through them by hand.'
    expectNext(kernel, cache, 10, [`objects of ${cache.objsize} bytes after many calls`, look])
  }
})
