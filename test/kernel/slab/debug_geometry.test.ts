/** What slab debugging makes of the geometry and the flags of caches: CONFIG_DEBUG_SLAB, lines of 128 bytes. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  GFP_DMA,
  GFP_KERNEL,
  KernelBug,
  SLAB_CACHE_DMA,
  SLAB_DEBUG_FREE,
  SLAB_DEBUG_INITIAL,
  SLAB_DESTROY_BY_RCU,
  SLAB_HWCACHE_ALIGN,
  SLAB_POISON,
  SLAB_RED_ZONE,
  SLAB_STORE_USER,
  type Kernel,
  type kmem_cache,
} from '#kernel/index.ts'
import { existing } from '../../existing.ts'

const WORDS = SLAB_RED_ZONE | SLAB_STORE_USER
const ALL = WORDS | SLAB_POISON
const nothing = (): void => undefined

let kernel: Kernel
beforeEach(() => {
  kernel = boot({ profile: 'debug' })
})

function created(size: number, align = 0, flags = 0): kmem_cache {
  return existing(kernel.kmem_cache_create(`own-${size}-${align}-${flags}`, size, align, flags))
}

function general(size: number): kmem_cache {
  return existing(kernel.malloc_sizes.find(({ cs_size }) => cs_size === size)).cs_cachep
}

describe('the profile debug', () => {
  test('a machine of 512 MB with one processor and lines of 128 bytes', () => {
    expect(kernel.configuration).toMatchObject({
      megabytes: 512,
      cpus: 1,
      kernelLine: 128,
      cpuLine: 128,
      slabDebug: true,
    })
  })

  test('slab debugging is off everywhere else, and can be had with any profile', () => {
    expect(boot().configuration.slabDebug).toBe(false)
    const laptop = boot({ profile: 'p3-laptop', slabDebug: true })
    expect(laptop.malloc_sizes[0]?.cs_cachep.objsize).toBe(44)
    expect(boot({ profile: 'debug', slabDebug: false }).malloc_sizes[0]?.cs_cachep.objsize).toBe(32)
  })
})

describe('the general caches', () => {
  test.each([
    [32, 44, 88, 0, 0],
    [64, 76, 52, 0, 0],
    [128, 140, 28, 0, 0],
    [256, 268, 15, 0, 0],
    [512, 524, 7, 0, 3],
    [1024, 1036, 7, 1, 7],
    [2048, 2060, 3, 1, 15],
    [4096, 4096, 1, 0, 0],
    [8192, 8192, 1, 1, 0],
    [131072, 131072, 1, 5, 0],
  ])(
    'size-%i: objects of %i bytes, %i in a slab of order %i, %i colours',
    (size, objsize, num, gfporder, colour) => {
      expect(general(size)).toMatchObject({ objsize, num, gfporder, colour, reallen: size })
    },
  )

  test('up to 2048 bytes with red words, and the notes in the slab; above with poison only', () => {
    for (const { cs_size, cs_cachep } of kernel.malloc_sizes) {
      const small = cs_size < 4096
      expect(cs_cachep.flags & ALL).toBe(small ? ALL : SLAB_POISON)
      expect(cs_cachep.dbghead).toBe(small ? 4 : 0)
      expect(cs_cachep.slabp_cache === null).toBe(small)
    }
  })

  test('arrays hold 32 objects at most, and are filled 16 at a time', () => {
    expect(general(32)).toMatchObject({ limit: 32, batchcount: 16 })
    expect(general(512)).toMatchObject({ limit: 32, batchcount: 16 })
    expect(general(2048)).toMatchObject({ limit: 24, batchcount: 12 })
    expect(general(8192)).toMatchObject({ limit: 8, batchcount: 4 })
  })

  test('an off-slab descriptor may link 1012 objects: size-2048 keeps its notes, too', () => {
    expect(kernel.machine.offslab_limit).toBe(1012)
  })

  test('a descriptor has 176 bytes: the counters, dbghead and reallen stand behind the rest', () => {
    const kmem_cache = kernel.caches().at(-1)
    expect(kmem_cache).toMatchObject({ name: 'kmem_cache', objsize: 256, num: 15, reallen: 176 })
    expect((kmem_cache?.flags ?? 0) & ALL).toBe(0)
    const { address } = general(64)
    expect(kernel.read32(address + 168)).toBe(4)
    expect(kernel.read32(address + 172)).toBe(64)
  })
})

describe('flags that are forced', () => {
  test('an object of 4096 bytes and more gets the words if they need no larger power of two', () => {
    expect(created(4095).flags & ALL).toBe(ALL)
    expect(created(4096).flags & ALL).toBe(SLAB_POISON)
    expect(created(5000).flags & ALL).toBe(ALL)
    expect(created(8180).flags & ALL).toBe(ALL)
    expect(created(8181).flags & ALL).toBe(SLAB_POISON)
  })

  test('a cache whose pages go back by RCU is never poisoned: somebody may still read free objects', () => {
    expect(created(100, 0, SLAB_DESTROY_BY_RCU).flags & ALL).toBe(WORDS)
    expect(() => created(100, 0, SLAB_DESTROY_BY_RCU | SLAB_POISON)).toThrow(KernelBug)
  })

  test('objects with red words are aligned to whole words, whatever SLAB_HWCACHE_ALIGN wants', () => {
    expect(created(100, 0, SLAB_HWCACHE_ALIGN).objsize).toBe(112)
  })

  test('an alignment that the caller asks for turns the words off', () => {
    const aligned = created(100, 64)
    expect(aligned.flags & ALL).toBe(SLAB_POISON)
    expect(aligned).toMatchObject({ objsize: 128, reallen: 100, dbghead: 0 })
    expect(created(100, 4).flags & ALL).toBe(ALL)
  })

  test('but not one that SLAB_HWCACHE_ALIGN gives anyhow', () => {
    expect(created(100, 32, SLAB_HWCACHE_ALIGN)).toMatchObject({ objsize: 112, dbghead: 4 })
  })

  test('a size is made of whole words first', () => {
    expect(created(30)).toMatchObject({ reallen: 32, objsize: 44 })
  })
})

describe('flags that are asked for', () => {
  test('the debug flags are legal', () => {
    for (const flag of [SLAB_RED_ZONE, SLAB_POISON, SLAB_STORE_USER]) {
      expect(created(100, 0, flag).flags & ALL).toBe(ALL)
    }
  })

  test('SLAB_DEBUG_FREE is not: nothing is left of it but its name', () => {
    expect(() => created(100, 0, SLAB_DEBUG_FREE)).toThrow('unknown flags 0x100')
  })

  test('without debugging all of them stop the kernel', () => {
    kernel = boot()
    for (const flag of [SLAB_RED_ZONE, SLAB_POISON, SLAB_STORE_USER, SLAB_DEBUG_INITIAL]) {
      expect(() => created(100, 0, flag)).toThrow('for kernels with slab debugging')
    }
  })

  test('SLAB_DEBUG_INITIAL without a constructor is dropped with a complaint', () => {
    expect(created(100, 0, SLAB_DEBUG_INITIAL).flags & SLAB_DEBUG_INITIAL).toBe(0)
    expect(kernel.log()).toEqual([
      'kmem_cache_create: own-100-0-512: nothing to check the objects with: no constructor',
    ])
    const cache = kernel.kmem_cache_create('checked', 100, 0, SLAB_DEBUG_INITIAL, nothing)
    expect((cache?.flags ?? 0) & SLAB_DEBUG_INITIAL).not.toBe(0)
  })

  test('a blank in a name is worth a line: it confuses whoever reads slabinfo', () => {
    kernel.kmem_cache_create('two words', 100)
    expect(kernel.log()).toEqual(['Badness in kmem_cache_create at mm/slab.c'])
  })
})

describe('the mask of an allocation', () => {
  test('is compared with the cache each time, not only when the cache grows', () => {
    const dma = created(100, 0, SLAB_CACHE_DMA)
    kernel.kmem_cache_free(dma, kernel.kmem_cache_alloc(dma, GFP_DMA | GFP_KERNEL))
    expect(() => kernel.kmem_cache_alloc(dma, GFP_KERNEL)).toThrow('ordinary mask, DMA cache')
    const plain = created(100)
    kernel.kmem_cache_free(plain, kernel.kmem_cache_alloc(plain, GFP_KERNEL))
    expect(() => kernel.kmem_cache_alloc(plain, GFP_KERNEL | GFP_DMA)).toThrow('DMA mask')
  })

  test('without debugging a wrong mask is not noticed as long as the array has an object', () => {
    kernel = boot()
    const dma = created(100, 0, SLAB_CACHE_DMA)
    kernel.kmem_cache_free(dma, kernel.kmem_cache_alloc(dma, GFP_DMA | GFP_KERNEL))
    expect(kernel.kmem_cache_alloc(dma, GFP_KERNEL)).not.toBe(0)
  })
})
