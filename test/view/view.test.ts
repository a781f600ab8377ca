/** The state of the machine as plain data, picture by picture. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  GFP_KERNEL,
  type Kernel,
  PAGE_OFFSET,
  PAGE_SIZE,
  boot,
  type kmem_cache,
} from '#kernel/index.ts'
import { viewAddressSplit } from '#view/address-split.ts'
import { viewArrayCache } from '#view/array-cache.ts'
import { viewCacheList } from '#view/cache-list.ts'
import { viewMemory } from '#view/memory.ts'
import { viewPhysicalMap } from '#view/physical-map.ts'
import { viewSlabLayout } from '#view/slab-layout.ts'
import { viewSlabs } from '#view/slabs.ts'
import { existing } from '../existing.ts'

let kernel: Kernel

beforeEach(() => {
  kernel = boot()
})

function create(name: string, size: number): kmem_cache {
  return existing(kernel.kmem_cache_create(name, size))
}

function find(name: string): kmem_cache {
  const cache = kernel.caches().find((each) => each.name === name)
  if (!cache) throw new Error(`no cache ${name}`)
  return cache
}

describe('slabs', () => {
  it('have the state of every object', () => {
    const ring = create('ring', 100)
    const object = kernel.kmem_cache_alloc(ring, GFP_KERNEL)
    const [partial, full, free] = viewSlabs(kernel, ring).lists
    expect([full?.slabs, free?.slabs]).toEqual([[], []])
    expect(partial?.slabs).toMatchObject([{ number: 0, inuse: 16, free: 16 }])
    const objects = partial?.slabs[0]?.objects ?? []
    expect(objects.filter((state) => state === 'in array').length).toBe(15)
    expect(objects.indexOf('in use')).toBe(15)
    expect(objects.slice(16)).toEqual(Array(23).fill('in slab'))
    kernel.kmem_cache_free(ring, object)
    expect(viewSlabs(kernel, ring).lists[0]?.slabs[0]?.objects[15]).toBe('in array')
  })

  it('stand in their three lists', () => {
    const ring = create('ring', 1000)
    for (let count = 0; count < 9; count++) kernel.kmem_cache_alloc(ring, GFP_KERNEL)
    const [partial, full] = viewSlabs(kernel, ring).lists
    const inuse = [...(partial?.slabs ?? []), ...(full?.slabs ?? [])].map((slab) => slab.inuse)
    expect(inuse.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(9)
  })
})

describe('an array', () => {
  it('has its objects from bottom to top', () => {
    const ring = create('ring', 100)
    kernel.kmem_cache_alloc(ring, GFP_KERNEL)
    const view = viewArrayCache(kernel, ring)
    expect(view).toMatchObject({ cache: 'ring', limit: 120, batchcount: 60 })
    expect(view.entries.map(({ object }) => object)).toEqual(
      Array.from({ length: 15 }, (_, n) => n),
    )
    expect(kernel.kmem_cache_alloc(ring, GFP_KERNEL)).toBe(view.entries.at(-1)?.address)
  })
})

describe('the layout of a slab', () => {
  it('covers it from the first byte to the last, whatever the cache', () => {
    for (const size of [4, 32, 100, 500, 600, 700, 1424, 5000]) {
      const cache = create(`test-${size}`, size)
      for (let slabs = 0; slabs < 2; slabs++) {
        const { parts, bytes } = viewSlabLayout(kernel, cache)
        let offset = 0
        for (const part of parts) {
          expect(part.offset).toBe(offset)
          offset += part.bytes
        }
        expect(offset).toBe(bytes)
        kernel.kmem_cache_alloc(cache, GFP_KERNEL)
      }
    }
  })

  it('has the objects where they are', () => {
    const ring = create('ring', 100)
    kernel.kmem_cache_alloc(ring, GFP_KERNEL)
    const { parts, slab } = viewSlabLayout(kernel, ring)
    const first = viewSlabs(kernel, ring).lists[0]?.slabs[0]?.s_mem ?? 0
    expect(slab).toBe(0)
    expect(parts.map(({ what }) => what).slice(0, 4)).toEqual([
      'descriptor',
      'bufctl',
      'padding',
      'object',
    ])
    expect(parts.find(({ object }) => object === 0)?.offset).toBe(first % PAGE_SIZE)
  })

  it('is that of the oldest slab, whatever the colours of the others', () => {
    const odd = create('odd', 600)
    for (let count = 0; count < 12; count++) kernel.kmem_cache_alloc(odd, GFP_KERNEL)
    const view = viewSlabLayout(kernel, odd)
    expect([view.slab, view.parts[0]?.what]).toEqual([0, 'descriptor'])
  })

  it('says where the notes are when they are not on the slab', () => {
    const { parts, offSlab } = viewSlabLayout(kernel, find('size-512'))
    expect(new Set(parts.map(({ what }) => what))).toEqual(new Set(['object']))
    expect(offSlab).toMatchObject({ bytes: 40, cache: 'size-64' })
  })
})

describe('memory', () => {
  it('has its bytes, and a mark for each object that begins in it', () => {
    const object = kernel.kmalloc(32, GFP_KERNEL)
    kernel.writeBytes(object, new Uint8Array([1, 2, 3]))
    const view = viewMemory(kernel, object, 64)
    expect(view.bytes.slice(0, 4)).toEqual([1, 2, 3, 0])
    expect(view.marks.map(({ offset }) => offset)).toEqual([0, 32])
    expect(view.marks[0]?.label).toMatch(/^object \d+ of size-32, in use$/)
  })

  it('says when it begins inside an object', () => {
    const object = kernel.kmalloc(32, GFP_KERNEL)
    expect(viewMemory(kernel, object + 4, 8).marks).toMatchObject([
      { offset: 0, label: expect.stringMatching(/in use, from its byte 4$/) },
    ])
  })

  it('knows the descriptor and the links of a slab', () => {
    const ring = create('ring', 100)
    const page = kernel.kmem_cache_alloc(ring, GFP_KERNEL) & ~(PAGE_SIZE - 1)
    const labels = viewMemory(kernel, page >>> 0, 128).marks.map(({ offset, label }) => [
      offset,
      label,
    ])
    expect(labels).toEqual([
      [0, 'struct slab: slab 0 of ring'],
      [24, 'bufctl: the next free object'],
      [104, 'object 0 of ring, in the array'],
    ])
  })
})

describe('an address', () => {
  it('is taken apart into frame and offset', () => {
    const address = kernel.kmalloc(100, GFP_KERNEL)
    const { physical, frame, offset, zone, cache } = viewAddressSplit(kernel, address)
    expect(physical).toBe(address - PAGE_OFFSET)
    expect(frame).toBe(kernel.virt_to_page(address))
    expect(frame * PAGE_SIZE + offset).toBe(physical)
    expect([zone, cache]).toEqual(['Normal', 'size-128'])
  })

  it('may have no frame, and must be of the kernel', () => {
    expect(viewAddressSplit(kernel, 0xf0000000)).toMatchObject({ zone: null, cache: null })
    expect(() => viewAddressSplit(kernel, 0x1000)).toThrow(RangeError)
  })
})

describe('the physical map', () => {
  it('shows one zone alone when asked', () => {
    const { zones } = viewPhysicalMap(boot(), 'DMA')
    expect(zones.map(({ name }) => name)).toEqual(['DMA'])
    expect(() => viewPhysicalMap(boot(), 'High')).toThrow('has no zone High')
  })

  it('covers every byte of every zone once', () => {
    const view = viewPhysicalMap(kernel)
    let at = 0
    for (const zone of view.zones) {
      expect(zone.start).toBe(at)
      for (const range of zone.ranges) {
        expect(range.start).toBe(at)
        at += range.bytes
      }
      expect(zone.start + zone.bytes).toBe(at)
    }
    expect(at).toBe(view.bytes)
  })

  it('names what the kernel took at boot', () => {
    const names = viewPhysicalMap(kernel).zones.flatMap(({ ranges }) =>
      ranges.map(({ what }) => what),
    )
    for (const name of ['the kernel itself', 'mem_map', 'hole: video memory, BIOS', 'free'])
      expect(names).toContain(name)
  })

  it('stays short enough to read after much work', () => {
    const objects = Array.from({ length: 4000 }, () => kernel.kmalloc(2000, GFP_KERNEL))
    for (const [index, object] of objects.entries()) if (index % 3 > 0) kernel.kfree(object)
    const ranges = viewPhysicalMap(kernel).zones.flatMap((zone) => zone.ranges)
    expect(ranges.length).toBeLessThan(20)
  })
})

describe('the list of caches', () => {
  it('agrees with slabinfo', () => {
    const rows = kernel.slabinfo().split('\n').slice(2, -1)
    const told = viewCacheList(kernel).caches.map(({ name, active, slabs, num, objsize }) =>
      [name, active, slabs * num, objsize, num].join(' '),
    )
    expect(told).toEqual(rows.map((row) => row.split(/ +/).slice(0, 5).join(' ')))
  })
})
