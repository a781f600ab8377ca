/** kmalloc, kfree, ksize and kcalloc as a caller sees them. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  arrayEntries,
  boot,
  GFP_DMA,
  GFP_KERNEL,
  KernelBug,
  locate,
  NULL,
  __GFP_HIGHMEM,
  __GFP_NO_GROW,
  __GFP_ZERO,
  type Kernel,
} from '#kernel/index.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

describe('kmalloc', () => {
  test.each([
    [0, 32],
    [1, 32],
    [32, 32],
    [33, 64],
    [4096, 4096],
    [4097, 8192],
    [131072, 131072],
  ])('%i bytes take an object of %i', (size, objsize) => {
    expect(kernel.ksize(kernel.kmalloc(size, GFP_KERNEL))).toBe(objsize)
  })

  test('more than 131072 bytes are NULL, without a word', () => {
    expect(kernel.kmalloc(131073, GFP_KERNEL)).toBe(NULL)
  })

  test('a size below zero is a very large one, as size_t takes it', () => {
    expect(kernel.kmalloc(-1, GFP_KERNEL)).toBe(NULL)
  })

  test('addresses of a fresh slab descend, because a refill is taken from its end', () => {
    const objects = Array.from({ length: 16 }, () => kernel.kmalloc(2000, GFP_KERNEL))
    expect(locate(kernel, objects[0]!)).toMatchObject({ slab: 0, object: 1 })
    expect(locate(kernel, objects[1]!)).toMatchObject({ slab: 0, object: 0 })
    expect(locate(kernel, objects[2]!)).toMatchObject({ slab: 1, object: 1 })
  })

  test('what was freed last is given out first', () => {
    const first = kernel.kmalloc(100, GFP_KERNEL)
    const second = kernel.kmalloc(100, GFP_KERNEL)
    kernel.kfree(first)
    kernel.kfree(second)
    expect(kernel.kmalloc(100, GFP_KERNEL)).toBe(second)
    expect(kernel.kmalloc(100, GFP_KERNEL)).toBe(first)
  })

  test('200 objects of 128 bytes: 7 full slabs and 13 in the array', () => {
    const cache = kernel.malloc_sizes.find(({ cs_size }) => cs_size === 128)!.cs_cachep
    const objects = Array.from({ length: 200 }, () => kernel.kmalloc(128, GFP_KERNEL))
    expect(locate(kernel, objects[0]!)).toMatchObject({ slab: 0, object: 19 })
    expect(kernel.slabinfo()).toMatch(/^size-128 +217 +217 /m)
    expect(arrayEntries(kernel, cache)).toHaveLength(13)
    for (const object of objects) kernel.kfree(object)
    expect(kernel.slabinfo()).toMatch(/^size-128 +97 +217 /m)
    expect(arrayEntries(kernel, cache)).toHaveLength(93)
  })

  test('GFP_DMA takes memory below 16 MB, from the twin cache', () => {
    const address = kernel.kmalloc(100, GFP_KERNEL | GFP_DMA)
    expect(locate(kernel, address)).toMatchObject({ zone: 'DMA' })
    expect(locate(kernel, address)?.cache.name).toBe('size-128(DMA)')
  })

  test('a number that is no size or no mask is told as such', () => {
    expect(() => kernel.kmalloc(Number.NaN, GFP_KERNEL)).toThrow(
      'kmalloc: NaN is not a number of bytes.',
    )
    expect(() => kernel.kmalloc(10, Number.NaN)).toThrow('give a mask such as GFP_KERNEL')
  })
})

describe('a wrong mask', () => {
  test.each([
    ['HIGHMEM', __GFP_HIGHMEM],
    ['ZERO', __GFP_ZERO],
  ])(
    'with %s goes unnoticed while the array has objects, and stops the kernel on growth',
    (_, bit) => {
      const held = kernel.kmalloc(100, GFP_KERNEL)
      kernel.kfree(held)
      expect(kernel.kmalloc(100, GFP_KERNEL | bit)).toBe(held)
      const grow = () => {
        for (let i = 0; i < 100; i++) kernel.kmalloc(100, GFP_KERNEL | bit)
      }
      expect(grow).toThrow(KernelBug)
      expect(grow).toThrow(`cache_grow: bad flags 0x${bit.toString(16)} in`)
    },
  )

  test('the DMA bit must agree with the cache, on growth', () => {
    const cache = kernel.kmem_cache_create('own', 100)!
    expect(() => kernel.kmem_cache_alloc(cache, GFP_KERNEL | GFP_DMA)).toThrow(
      'kmem_flagcheck: DMA mask, ordinary cache',
    )
  })

  test('NO_GROW is NULL when nothing is cached', () => {
    expect(kernel.kmalloc(4096, GFP_KERNEL | __GFP_NO_GROW)).toBe(NULL)
  })
})

describe('kfree', () => {
  test('of NULL is nothing', () => {
    const before = kernel.slabinfo()
    kernel.kfree(NULL)
    expect(kernel.slabinfo()).toBe(before)
  })

  test('twice puts the object into the array twice, and two callers share it', () => {
    const object = kernel.kmalloc(100, GFP_KERNEL)
    kernel.kfree(object)
    kernel.kfree(object)
    expect(kernel.kmalloc(100, GFP_KERNEL)).toBe(object)
    expect(kernel.kmalloc(100, GFP_KERNEL)).toBe(object)
  })

  test('of an address inside an object is taken as it is, and given out so', () => {
    const object = kernel.kmalloc(100, GFP_KERNEL)
    kernel.kfree(object + 8)
    expect(kernel.kmalloc(100, GFP_KERNEL)).toBe(object + 8)
  })

  test.each([
    ['a page that is no slab', () => kernel.__get_free_pages(GFP_KERNEL, 0)],
    ['an address outside the direct map', () => 0xffff0000],
    ['a user address', () => 0x08048000],
  ])('of %s stops the kernel', (_, address) => {
    const bad = address()
    expect(() => kernel.kfree(bad)).toThrow(KernelBug)
    expect(() => kernel.kfree(bad)).toThrow('kfree: not slab')
  })

  test('of something that is no address says so', () => {
    expect(() => kernel.kfree(Number.NaN)).toThrow('kfree: NaN is not an address')
    expect(() => kernel.kfree(1.5)).toThrow('kfree: 1.5 is not an address')
  })
})

describe('ksize and kcalloc', () => {
  test('ksize of NULL is 0', () => {
    expect(kernel.ksize(NULL)).toBe(0)
  })

  test('kcalloc clears what somebody wrote before', () => {
    const dirty = kernel.kmalloc(64, GFP_KERNEL)
    kernel.writeBytes(dirty, new Uint8Array(64).fill(0xaa))
    kernel.kfree(dirty)
    const clean = kernel.kcalloc(4, 16, GFP_KERNEL)
    expect(clean).toBe(dirty)
    expect(kernel.readBytes(clean, 64).every((byte) => byte === 0)).toBe(true)
  })

  test('kcalloc of nothing is an object of 32 bytes; a product too large is NULL', () => {
    expect(kernel.ksize(kernel.kcalloc(0, 100, GFP_KERNEL))).toBe(32)
    expect(kernel.kcalloc(0x10000, 0x10000, GFP_KERNEL)).toBe(NULL)
  })
})
