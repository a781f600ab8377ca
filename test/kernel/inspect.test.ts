/** Looking into a machine: memory, places, arrays, the trace, and a learner's own functions in it. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  arrayEntries,
  arrayOf,
  boot,
  GFP_KERNEL,
  KernelBug,
  locate,
  NULL,
  PAGE_OFFSET,
  sharedArrayOf,
  slabsOf,
  SLAB_HWCACHE_ALIGN,
  __pa,
  __va,
  type Kernel,
} from '#kernel/index.ts'
import { cache_estimate, placeNotes } from '#kernel/slab/slab_geometry.ts'
import { existing } from '../existing.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

describe('memory', () => {
  test('numbers are read as they were written, lowest byte first', () => {
    const address = kernel.kmalloc(100, GFP_KERNEL)
    kernel.write32(address, 0xcafebabe)
    expect(kernel.read32(address)).toBe(0xcafebabe)
    expect(kernel.read16(address)).toBe(0xbabe)
    expect(kernel.read8(address + 3)).toBe(0xca)
    kernel.write16(address + 1, 0x1122)
    kernel.write8(address, 0x133)
    expect([...kernel.readBytes(address, 4)]).toEqual([0x33, 0x22, 0x11, 0xca])
  })

  test('a word need not be aligned', () => {
    const address = kernel.kmalloc(100, GFP_KERNEL)
    kernel.writeBytes(address, Uint8Array.of(0, 1, 2, 3, 4, 5))
    expect(kernel.read32(address + 1)).toBe(0x04030201)
  })

  test.each([
    [NULL, 'NULL pointer dereference at virtual address 0x00000000'],
    [0x08048000, 'paging request at virtual address 0x08048000'],
    [PAGE_OFFSET + 256 * 1024 * 1024, 'paging request at virtual address 0xd0000000'],
    [0xffffffff, 'paging request at virtual address 0xffffffff'],
    [Number.NaN, 'paging request at virtual address NaN'],
    [PAGE_OFFSET + 0.5, 'paging request at virtual address 3221225472.5'],
  ])('an access at %d is an oops', (address, message) => {
    expect(() => kernel.read8(address)).toThrow(KernelBug)
    expect(() => kernel.read8(address)).toThrow(message)
    expect(() => kernel.write8(address, 1)).toThrow(message)
  })

  test('addresses of the direct map and physical ones differ by 3 GB', () => {
    expect(__pa(0xc0100000)).toBe(0x100000)
    expect(__va(0x100000)).toBe(0xc0100000)
    const address = kernel.kmalloc(100, GFP_KERNEL)
    expect(kernel.virt_to_page(address)).toBe(Math.floor(__pa(address) / 4096))
    expect(kernel.page_address(kernel.virt_to_page(address))).toBe(address - (address % 4096))
  })
})

describe('locate', () => {
  test('follows an object from use to the array to its slab', () => {
    const cache = kernel.kmem_cache_create('own', 100)!
    const objects = Array.from({ length: 200 }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    const [first] = objects
    expect(locate(kernel, first!)).toMatchObject({ slab: 0, object: 15, state: 'in use' })
    kernel.kmem_cache_free(cache, first!)
    expect(locate(kernel, first! + 5)).toMatchObject({ offset: 5, state: 'in array' })
    for (const object of objects.slice(1)) kernel.kmem_cache_free(cache, object)
    expect(locate(kernel, first!)).toMatchObject({ state: 'in slab' })
  })

  test('is null beside objects and outside slabs', () => {
    const address = kernel.kmalloc(64, GFP_KERNEL)
    expect(locate(kernel, address - (address % 4096))).toBeNull()
    expect(locate(kernel, PAGE_OFFSET)).toBeNull()
    expect(locate(kernel, NULL)).toBeNull()
    expect(locate(kernel, 0xffffffff)).toBeNull()
  })
})

describe('arrays', () => {
  test('the last entry is the next to be given out', () => {
    const cache = kernel.kmem_cache_create('own', 100)!
    kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    const entries = arrayEntries(kernel, cache)
    expect(entries).toHaveLength(15)
    expect(kernel.kmem_cache_alloc(cache, GFP_KERNEL)).toBe(entries.at(-1))
    expect(arrayOf(kernel, cache)).toMatchObject({ avail: 14, limit: 120, batchcount: 60 })
  })

  test('one processor: the shared array has no room', () => {
    expect(sharedArrayOf(kernel, kernel.caches()[0]!)).toMatchObject({ avail: 0, limit: 0 })
  })
})

describe("a learner's function in the machine", () => {
  test('cache_estimate decides how many objects a slab has', () => {
    const calls: number[] = []
    const own = boot({
      overrides: {
        cache_estimate: (gfporder, size, align, flags) => {
          calls.push(size)
          const found = cache_estimate(gfporder, size, align, flags)
          return size === 100 ? { ...found, num: found.num - 1 } : found
        },
      },
    })
    expect(own.kmem_cache_create('own', 100)?.num).toBe(38)
    expect(calls).toContain(131072)
  })

  test('placeNotes decides where the descriptors of slabs lie', () => {
    const own = boot({
      overrides: {
        placeNotes: (size, align, fit) => {
          const plan = placeNotes(size, align, fit)
          if (size !== 500) return plan
          const { num, gfporder, left_over } = fit(plan.objsize, true)
          return { ...plan, offSlab: true, num, gfporder, left_over, slab_size: 24 + 2 * num }
        },
      },
    })
    const cache = own.kmem_cache_create('own', 500, 0, SLAB_HWCACHE_ALIGN)
    expect(cache?.num).toBe(8)
    expect(cache?.slabp_cache?.name).toBe('size-64')
  })

  test('colours decides where the objects of the second slab begin', () => {
    const own = boot({
      overrides: { colours: (left_over) => ({ colour: left_over >> 2, colour_off: 4 }) },
    })
    const cache = existing(own.kmem_cache_create('own', 100))
    for (let count = 0; count < 40; count++) own.kmem_cache_alloc(cache, GFP_KERNEL)
    const offsets = slabsOf(own, cache).full.map(({ colouroff }) => colouroff - cache.slab_size)
    expect(offsets).toEqual([4, 0])
  })

  test('virt_to_page decides which cache kfree and ksize find', () => {
    const asked: number[] = []
    const own = boot({
      overrides: {
        virt_to_page: (address) => {
          asked.push(address)
          return Math.floor((address - PAGE_OFFSET) / 4096)
        },
      },
    })
    const object = own.kmalloc(100, GFP_KERNEL)
    expect(own.ksize(object)).toBe(128)
    own.kfree(object)
    expect(asked.slice(-2)).toEqual([object, object])
  })

  test('one that returns a wrong frame stops the kernel', () => {
    let wrong = false
    const own = boot({
      overrides: {
        virt_to_page: (address) => (wrong ? 0 : Math.floor((address - PAGE_OFFSET) / 4096)),
      },
    })
    const object = own.kmalloc(100, GFP_KERNEL)
    wrong = true
    expect(() => own.kfree(object)).toThrow('kfree: not slab')
  })
})
