/** The state of caches and zones as data, and what changed since an earlier one. */
import { beforeEach, describe, expect, it } from 'vitest'
import { GFP_KERNEL, type Kernel, boot, type kmem_cache } from '#kernel/index.ts'
import { viewCacheState, withCacheChanges } from '#view/cache-state.ts'
import { viewZoneState, withZoneChanges } from '#view/zone-state.ts'
import { existing } from '../existing.ts'

let kernel: Kernel

beforeEach(() => {
  kernel = boot()
})

function create(name: string, size: number): kmem_cache {
  return existing(kernel.kmem_cache_create(name, size))
}

function take(cache: kmem_cache, objects: number): number[] {
  return Array.from({ length: objects }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
}

describe('the state of a cache', () => {
  it('has the array with what is next, and every slab of a short list', () => {
    const ring = create('ring', 100)
    take(ring, 1)
    const { array, lists } = viewCacheState(kernel, ring)
    expect(array).toEqual({
      avail: 15,
      limit: 120,
      batchcount: 60,
      touched: true,
      next: { slab: 0, object: 14 },
    })
    expect(lists.map(({ name, total, slabs }) => [name, total, slabs.length])).toEqual([
      ['partial', 1, 1],
      ['full', 0, 0],
      ['free', 0, 0],
    ])
    expect(lists[0]?.slabs[0]?.objects.filter((state) => state === 'in array')).toHaveLength(15)
  })

  it('has both ends of a long list, however long it is', () => {
    const page = create('page', 4096)
    take(page, 2000)
    const full = viewCacheState(kernel, page).lists[1]
    expect(full?.total).toBeGreaterThan(1900)
    expect(full?.slabs).toHaveLength(6)
  })

  it('says what changed since an earlier state', () => {
    const ring = create('ring', 100)
    const before = viewCacheState(kernel, ring)
    take(ring, 1)
    const first = viewCacheState(kernel, ring)
    expect(withCacheChanges(before, first).changes).toEqual([
      { what: 'array', before: '0', after: '15' },
      { what: 'touched', before: 'no', after: 'yes' },
      { what: 'slab 0', before: 'not there', after: 'partial list' },
    ])
    const [object = 0] = take(ring, 1)
    const second = viewCacheState(kernel, ring)
    expect(withCacheChanges(first, second).changes).toEqual([
      { what: 'array', before: '15', after: '14' },
      { what: 'slab 0 object 14', before: 'in the array', after: 'in use' },
    ])
    kernel.kmem_cache_free(ring, object)
    expect(withCacheChanges(first, viewCacheState(kernel, ring)).changes).toEqual([])
  })

  it('tells objects that change alike together', () => {
    const ring = create('ring', 100)
    take(ring, 16)
    const before = viewCacheState(kernel, ring)
    take(ring, 1)
    const { changes } = withCacheChanges(before, viewCacheState(kernel, ring))
    expect(changes).toContainEqual({ what: 'slab 0 inuse', before: '16', after: '39' })
    expect(changes).toContainEqual({
      what: 'slab 0 objects 16 to 37',
      before: 'free in its slab',
      after: 'in the array',
    })
    expect(changes).toContainEqual({ what: 'slab 0', before: 'partial list', after: 'full list' })
  })
})

describe('the state of the zones', () => {
  it('has free pages, marks, the lists of the CPU and the blocks', () => {
    const { zones } = viewZoneState(kernel)
    expect(zones.map(({ name }) => name)).toEqual(['DMA', 'Normal'])
    for (const { free_pages, nr_free } of zones) {
      expect(nr_free.reduce((sum, blocks, order) => sum + blocks * 2 ** order, 0)).toBe(free_pages)
    }
  })

  it('says what changed: a page from the hot list, then a block', () => {
    const before = viewZoneState(kernel)
    kernel.alloc_pages(GFP_KERNEL, 0)
    const hot = before.zones[1]?.hot ?? 0
    const after = viewZoneState(kernel)
    expect(withZoneChanges(before, after).changes).toEqual([
      { what: 'Normal hot list', before: String(hot), after: String(hot - 1) },
    ])
    kernel.alloc_pages(GFP_KERNEL, 10)
    const { changes } = withZoneChanges(after, viewZoneState(kernel))
    const free = after.zones[1]?.free_pages ?? 0
    expect(changes[0]).toEqual({
      what: 'Normal free pages',
      before: String(free),
      after: String(free - 1024),
    })
  })
})
