/** Page allocations that fail on purpose, and what the slab allocator makes of them. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  __GFP_NOWARN,
  arrayOf,
  boot,
  findProblems,
  freePages,
  GFP_ATOMIC,
  GFP_KERNEL,
  HZ,
  KernelBug,
  KernelPanic,
  NULL,
  SLAB_PANIC,
  type Kernel,
  type kmem_cache,
} from '#kernel/index.ts'
import { failTwice } from './fail_twice.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

/** A size whose cache has no slab after boot: each allocation of it needs two pages. */
const EMPTY = 5000

/** Takes objects of a cache until its next one needs a new slab. */
function useUp(cache: kmem_cache | null): void {
  if (cache === null) return
  while (cache.free_objects > 0 || arrayOf(kernel, cache).avail > 0) {
    kernel.kmem_cache_alloc(cache, GFP_KERNEL)
  }
}

function generalCache(size: number): kmem_cache | null {
  return kernel.malloc_sizes.find(({ cs_size }) => cs_size === size)?.cs_cachep ?? null
}

describe('failPageAllocation', () => {
  test('the next page allocation fails, and only that one', () => {
    kernel.failPageAllocation()
    expect(kernel.alloc_pages(GFP_KERNEL, 0)).toBeNull()
    expect(kernel.alloc_pages(GFP_KERNEL, 0)).not.toBeNull()
  })

  test('the third from now on', () => {
    kernel.failPageAllocation(3)
    const got = Array.from({ length: 4 }, () => kernel.alloc_pages(GFP_ATOMIC, 1) !== null)
    expect(got).toEqual([true, true, false, true])
  })

  test('0 takes it back, and so does a reset', () => {
    kernel.failPageAllocation()
    kernel.failPageAllocation(0)
    expect(kernel.alloc_pages(GFP_KERNEL, 0)).not.toBeNull()
    kernel.failPageAllocation()
    kernel.reset()
    expect(kernel.alloc_pages(GFP_KERNEL, 0)).not.toBeNull()
  })

  test.each([-1, 1.5, Number.NaN])('%s is refused', (nth) => {
    expect(() => kernel.failPageAllocation(nth)).toThrow('1 is the next page allocation')
  })
})

describe('when there is no page for a slab', () => {
  test('kmalloc returns NULL, and works the next time', () => {
    kernel.failPageAllocation()
    expect(kernel.kmalloc(EMPTY, GFP_KERNEL)).toBe(NULL)
    expect(kernel.kmalloc(EMPTY, GFP_KERNEL)).not.toBe(NULL)
  })

  test('an object in the array needs no page', () => {
    kernel.kfree(kernel.kmalloc(EMPTY, GFP_KERNEL))
    kernel.failPageAllocation()
    expect(kernel.kmalloc(EMPTY, GFP_KERNEL)).not.toBe(NULL)
  })

  test('the colour goes on all the same', () => {
    const cache = kernel.kmem_cache_create('own', 600)
    kernel.failPageAllocation()
    expect(kernel.kmem_cache_alloc(cache, GFP_KERNEL)).toBe(NULL)
    expect(cache?.colour_next).toBe(1)
  })

  test('the pages of a slab go back when there is none for its descriptor', () => {
    useUp(generalCache(32))
    const pages = freePages(kernel)
    kernel.failPageAllocation(2)
    expect(kernel.kmalloc(EMPTY, GFP_KERNEL)).toBe(NULL)
    expect(freePages(kernel)).toBe(pages)
    expect(findProblems(kernel)).toEqual([])
  })
})

describe('the log', () => {
  const FAILURE = 'swapper: page allocation failure. order:1, mode:0x20'

  /** The log without what is said about memory after each failure. */
  const complaints = (): string[] =>
    kernel.log().filter((line) => !/^(DMA|Normal|pages):/.test(line))

  function fail(times: number, flags = GFP_ATOMIC): void {
    for (let i = 0; i < times; i++) {
      kernel.failPageAllocation()
      kernel.alloc_pages(flags, 1)
    }
  }

  test('says that an allocation failed, with its order and mask', () => {
    fail(1)
    expect(complaints()).toEqual([FAILURE])
    expect(kernel.log()).toHaveLength(4)
    expect(kernel.log()[2]).toMatch(
      /^Normal: \d+ free, min \d+, low \d+, high \d+, active 0, inactive 0$/,
    )
  })

  test('says nothing when the mask forbids it', () => {
    fail(1, GFP_ATOMIC | __GFP_NOWARN)
    expect(kernel.log()).toEqual([])
  })

  test('says it ten times, then once every five seconds, and how often it was silent', () => {
    fail(13)
    expect(complaints()).toEqual(Array.from({ length: 10 }, () => FAILURE))
    kernel.machine.jiffies += 5 * HZ - 1
    fail(1)
    kernel.machine.jiffies += 1
    fail(2)
    expect(complaints().slice(10)).toEqual(['printk: 4 messages suppressed.', FAILURE])
  })

  test('is empty after a reset, and as patient as before', () => {
    fail(20)
    kernel.reset()
    expect(kernel.log()).toEqual([])
    fail(10)
    expect(complaints()).toHaveLength(10)
  })
})

describe('when there is no page for a new cache', () => {
  /** The cache of descriptors: the next cache needs a slab there. */
  function useUpDescriptors(): void {
    const [descriptors = null] = kernel.caches().slice(-1)
    useUp(descriptors)
  }

  test('kmem_cache_create returns null', () => {
    useUpDescriptors()
    kernel.failPageAllocation()
    expect(kernel.kmem_cache_create('own', 100)).toBeNull()
    expect(kernel.kmem_cache_create('own', 100)?.name).toBe('own')
  })

  test('with SLAB_PANIC the machine stops', () => {
    useUpDescriptors()
    kernel.failPageAllocation()
    expect(() => kernel.kmem_cache_create('own', 100, 0, SLAB_PANIC)).toThrow(KernelPanic)
  })

  test('for its array the kernel asks twice, so one failure does no harm', () => {
    useUp(generalCache(256))
    kernel.failPageAllocation()
    const cache = kernel.kmem_cache_create('own', 600)
    expect(kernel.log().join('\n')).not.toContain('enable_cpucache')
    expect(kernel.kmem_cache_alloc(cache, GFP_KERNEL)).not.toBe(NULL)
  })

  test('without a page for its array it exists, the log says so, and the first allocation is an oops', () => {
    // An array of 54 entries is an object of size-256.
    useUp(generalCache(256))
    failTwice(kernel)
    const cache = kernel.kmem_cache_create('own', 600)
    expect(kernel.log().at(-1)).toBe('enable_cpucache failed for own, error 12.')
    expect(kernel.slabinfo()).toMatch(/^own .* : tunables {4}0 {4}0 {4}0 : slabdata/m)
    expect(() => kernel.cache_reap()).toThrow(KernelBug)
    expect(() => kernel.kmem_cache_alloc(cache, GFP_KERNEL)).toThrow(KernelBug)
    expect(() => kernel.kmem_cache_destroy(cache)).toThrow(KernelBug)
  })
})
