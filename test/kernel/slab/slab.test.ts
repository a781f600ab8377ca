/** Caches: creating them, constructors, colours, and what their slabs look like in memory. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  boot,
  BUFCTL_END,
  CFLGS_OFF_SLAB,
  GFP_ATOMIC,
  GFP_KERNEL,
  KernelBug,
  KernelPanic,
  NULL,
  SLAB_CACHE_DMA,
  SLAB_CTOR_ATOMIC,
  SLAB_CTOR_CONSTRUCTOR,
  SLAB_DESTROY_BY_RCU,
  SLAB_HWCACHE_ALIGN,
  SLAB_PANIC,
  SLAB_POISON,
  SLAB_RECLAIM_ACCOUNT,
  SLAB_RED_ZONE,
  slabsOf,
  type Kernel,
  type kmem_cache,
} from '#kernel/index.ts'
import { existing } from '../../existing.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

function create(name: string, size: number, align = 0, flags = 0): kmem_cache {
  return existing(kernel.kmem_cache_create(name, size, align, flags))
}

describe('kmem_cache_create', () => {
  test.each([
    ['no name', () => kernel.kmem_cache_create('', 100), 'no name'],
    ['3 bytes', () => kernel.kmem_cache_create('own', 3), 'fewer than a word'],
    ['131073 bytes', () => kernel.kmem_cache_create('own', 131073), 'more than the largest slab'],
    [
      'a destructor alone',
      () => kernel.kmem_cache_create('own', 100, 0, 0, null, () => {}),
      'destructor without constructor',
    ],
    [
      'a destructor with RCU',
      () => kernel.kmem_cache_create('own', 100, 0, SLAB_DESTROY_BY_RCU, vi.fn(), vi.fn()),
      'destructor with DESTROY_BY_RCU',
    ],
    [
      'a red zone',
      () => create('own', 100, 0, SLAB_RED_ZONE),
      'own: flags 0x400 are for kernels with slab debugging',
    ],
    ['poison', () => create('own', 100, 0, SLAB_POISON), 'flags 0x800 are for kernels'],
    ['an unknown flag', () => create('own', 100, 0, 0x100000), 'own: unknown flags 0x100000'],
    ['a name that is taken', () => create('size-32', 100), 'duplicate cache size-32'],
  ])('%s stops the kernel', (_, call, message) => {
    expect(call).toThrow(KernelBug)
    expect(call).toThrow(message)
  })

  test('an alignment that leaves no room for an object is refused with null', () => {
    expect(kernel.kmem_cache_create('own', 100, 131072)).toBeNull()
    expect(() => create('own', 100, 131072, SLAB_PANIC)).toThrow(KernelPanic)
  })

  test('a refused cache gives its descriptor back', () => {
    kernel.kmem_cache_create('own', 100, 131072)
    const before = kernel.slabinfo()
    kernel.kmem_cache_create('own', 100, 131072)
    expect(kernel.slabinfo()).toBe(before)
  })

  test('a new cache comes first in slabinfo', () => {
    create('own', 100)
    expect(kernel.slabinfo().split('\n')[2]).toMatch(/^own /)
    expect(kernel.caches()[0]?.name).toBe('own')
  })

  test('objects share a cache line as long as two fit', () => {
    expect(create('a', 60, 0, SLAB_HWCACHE_ALIGN).objsize).toBe(64)
    expect(create('b', 65, 0, SLAB_HWCACHE_ALIGN).objsize).toBe(128)
    expect(create('c', 20, 0, SLAB_HWCACHE_ALIGN).objsize).toBe(32)
  })

  test('the descriptor leaves the slab from 512 bytes on, unless it fits into what is left', () => {
    expect(create('a', 508).flags & CFLGS_OFF_SLAB).toBe(0)
    expect(create('b', 512).slabp_cache?.name).toBe('size-64')
    expect(create('c', 600).slabp_cache).toBeNull()
  })

  test('a cache whose objects can be reclaimed keeps to single pages', () => {
    expect(create('a', 3000).gfporder).toBe(1)
    expect(create('b', 3000, 0, SLAB_RECLAIM_ACCOUNT).gfporder).toBe(0)
  })

  test('its descriptor, its array and an array without room are objects of other caches', () => {
    const active = () => {
      const counts = [...kernel.slabinfo().matchAll(/^(\S+) +(\d+)/gm)]
      return new Map(counts.map(([, name, count]) => [name, Number(count)]))
    }
    const before = active()
    create('own', 100)
    expect(active().get('kmem_cache')).toBeGreaterThan(before.get('kmem_cache') ?? 0)
  })
})

describe('a plan of a learner', () => {
  const plan = { offSlab: false, num: 39, gfporder: 0, left_over: 94 }

  test.each([
    ['slab_size is 102', { placeNotes: () => ({ ...plan, objsize: 100, slab_size: 102 }) }],
    ['objsize is 33', { placeNotes: () => ({ ...plan, objsize: 33, slab_size: 104 }) }],
    ['colour_off is NaN', { colours: () => ({ colour: 0, colour_off: Number.NaN }) }],
  ])('stops the kernel before objects begin within a word: %s', (told, overrides) => {
    expect(() => boot({ overrides })).toThrow(KernelBug)
    expect(() => boot({ overrides })).toThrow(`${told}, and no multiple of 4`)
  })
})

describe('a constructor', () => {
  test('runs for all objects of a slab when the slab is made, in order, and never again', () => {
    const calls: number[] = []
    const cache = kernel.kmem_cache_create('own', 100, 0, 0, (object) => calls.push(object))!
    expect(calls).toEqual([])
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(calls).toHaveLength(cache.num)
    expect(calls).toEqual(calls.toSorted((a, b) => a - b))
    kernel.kmem_cache_free(cache, object)
    kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(calls).toHaveLength(cache.num)
  })

  test('learns whether it may sleep', () => {
    const flags: number[] = []
    const cache = kernel.kmem_cache_create('own', 2000, 0, 0, (_, __, mode) => flags.push(mode))!
    kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(new Set(flags)).toEqual(new Set([SLAB_CTOR_CONSTRUCTOR]))
    for (let i = 0; i < 30; i++) kernel.kmem_cache_alloc(cache, GFP_ATOMIC)
    expect(flags.at(-1)).toBe(SLAB_CTOR_CONSTRUCTOR | SLAB_CTOR_ATOMIC)
  })

  test('what it wrote is there when the object is taken, and when it is taken again', () => {
    const cache = kernel.kmem_cache_create('own', 100, 0, 0, (object) => {
      kernel.write32(object, 0xc0ffee)
    })!
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(kernel.read32(object)).toBe(0xc0ffee)
    kernel.kmem_cache_free(cache, object)
    expect(kernel.read32(kernel.kmem_cache_alloc(cache, GFP_KERNEL))).toBe(0xc0ffee)
  })

  test('its destructor runs for all objects when the slab is destroyed', () => {
    const destroyed: number[] = []
    const cache = kernel.kmem_cache_create('own', 4096, 0, 0, vi.fn(), (object) =>
      destroyed.push(object),
    )!
    const objects = Array.from({ length: 100 }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    for (const object of objects) kernel.kmem_cache_free(cache, object)
    const { free } = slabsOf(kernel, cache)
    expect(free).toHaveLength(cache.free_limit)
    expect(destroyed).toHaveLength(59)
  })
})

describe('colours', () => {
  test('each new slab starts one step further, and then from the front again', () => {
    kernel = boot({ kernelLine: 128, cpuLine: 32 })
    const cache = create('own', 600)
    expect(cache.colour).toBeGreaterThan(2)
    while (cache.slabsEver <= cache.colour) kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    const { partial, full } = slabsOf(kernel, cache)
    const offsets = [...full, ...partial]
      .sort((a, b) => a.number - b.number)
      .map(({ colouroff }) => colouroff - cache.slab_size)
    const expected = Array.from(offsets, (_, i) => (i % cache.colour) * cache.colour_off)
    expect(offsets).toEqual(expected)
  })
})

describe('a slab in memory', () => {
  test('has its descriptor in front: list, colour, first object, in use, first free, then the links', () => {
    const cache = create('own', 100)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    const slab = slabsOf(kernel, cache).partial[0]!
    expect(slab.descriptor % 4096).toBe(0)
    expect(kernel.read32(slab.descriptor + 8)).toBe(cache.slab_size)
    expect(kernel.read32(slab.descriptor + 12)).toBe(slab.s_mem)
    expect(kernel.read32(slab.descriptor + 16)).toBe(16)
    expect(kernel.read16(slab.descriptor + 20)).toBe(16)
    expect(kernel.read16(slab.descriptor + 24 + 2 * 16)).toBe(17)
    expect(kernel.read16(slab.descriptor + 24 + 2 * (cache.num - 1))).toBe(BUFCTL_END)
    expect(object).toBe(slab.s_mem + 15 * 100)
  })

  test('off-slab, the descriptor is an object of another cache', () => {
    const object = kernel.kmalloc(4096, GFP_KERNEL)
    const cache = kernel.malloc_sizes.find(({ cs_size }) => cs_size === 4096)!.cs_cachep
    const slab = slabsOf(kernel, cache).full[0]!
    expect(slab.s_mem).toBe(object)
    expect(slab.descriptorObject?.cache.name).toBe('size-32')
    expect(kernel.read32(slab.descriptor + 12)).toBe(object)
  })

  test('a write past an object reaches the next one', () => {
    const first = kernel.kmalloc(2048, GFP_KERNEL)
    const second = kernel.kmalloc(2048, GFP_KERNEL)
    kernel.writeBytes(second, new Uint8Array(2049).fill(0x41))
    expect(kernel.read8(first)).toBe(0x41)
  })

  test('a list pointer that somebody wrote over is an oops', () => {
    const cache = create('own', 100)
    kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    const slab = slabsOf(kernel, cache).partial[0]!
    kernel.write32(slab.descriptor, 0x41414141)
    const exhaust = () => {
      for (let i = 0; i < 40; i++) kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    }
    expect(exhaust).toThrow('Unable to handle kernel paging request at virtual address 0x41414141')
  })

  test('a cache that is null, or from before a reset, is an oops', () => {
    expect(() => kernel.kmem_cache_alloc(null, GFP_KERNEL)).toThrow('NULL pointer dereference')
    expect(() => kernel.kmem_cache_free(null, 0xc1000000)).toThrow('NULL pointer dereference')
    const cache = create('own', 100)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    kernel.reset()
    expect(() => kernel.kmem_cache_alloc(cache, GFP_KERNEL)).toThrow('NULL pointer dereference')
    expect(() => kernel.kmem_cache_free(cache, object)).toThrow('NULL pointer dereference')
  })

  test('an array whose counter was written over leads out of memory', () => {
    const cache = create('own', 100)
    kernel.write32(cache.array, 0x41414141)
    expect(() => kernel.kmem_cache_alloc(cache, GFP_KERNEL)).toThrow(
      'Unable to handle kernel paging request',
    )
  })

  test('the cache descriptor is in memory too, with its name', () => {
    const cache = create('a learner', 100)
    const name = kernel.read32(cache.address + 108)
    expect(String.fromCharCode(...kernel.readBytes(name, 10))).toBe('a learner\0')
    expect(kernel.read32(cache.address + 52)).toBe(cache.objsize)
    expect(kernel.read32(cache.address + 60)).toBe(cache.num)
  })

  test('a DMA cache gets its pages below 16 MB', () => {
    const cache = create('own', 100, 0, SLAB_CACHE_DMA)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL | 1)
    expect(object).not.toBe(NULL)
    expect(kernel.virt_to_page(object)).toBeLessThan(4096)
  })
})
