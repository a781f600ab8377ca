/** What a cache gives back: shrinking it, destroying it, and what a destroy that is refused leaves behind. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  arrayOf,
  boot,
  findProblems,
  freePages,
  GFP_KERNEL,
  KernelBug,
  objectsInUse,
  placeOf,
  slabsOf,
  watchEvents,
  type Kernel,
  type kmem_cache,
  type VirtualAddress,
} from '#kernel/index.ts'
import type { ObjectHook } from '#kernel/slab/cache.ts'
import { existing } from '../../existing.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

/** Objects of 1000 bytes: 4 in a slab of one page, 54 in the array. */
const SIZE = 1000
const PER_SLAB = 4

function create(name: string, dtor: ObjectHook | null = null, size = SIZE): kmem_cache {
  const ctor = dtor === null ? null : () => {}
  return existing(kernel.kmem_cache_create(name, size, 0, 0, ctor, dtor))
}

function take(cache: kmem_cache, count: number): VirtualAddress[] {
  return Array.from({ length: count }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
}

function give(cache: kmem_cache, objects: readonly VirtualAddress[]): void {
  for (const object of objects) kernel.kmem_cache_free(cache, object)
}

/** Numbers of partial, full and free slabs. */
function slabCounts(cache: kmem_cache): [number, number, number] {
  const { partial, full, free } = slabsOf(kernel, cache)
  return [partial.length, full.length, free.length]
}

/** A cache's name, and how many of its objects somebody has. */
function users(cache: kmem_cache): [string, number] {
  return [cache.name, objectsInUse(kernel, cache).length]
}

const names = () => kernel.caches().map(({ name }) => name)

describe('kmem_cache_shrink', () => {
  test('an empty array lets all slabs go: 0', () => {
    const cache = create('own')
    give(cache, take(cache, 8))
    expect(arrayOf(kernel, cache).avail).toBe(8)
    expect(slabCounts(cache)).toEqual([0, 2, 0])
    expect(kernel.kmem_cache_shrink(cache)).toBe(0)
    expect(arrayOf(kernel, cache).avail).toBe(0)
    expect(slabCounts(cache)).toEqual([0, 0, 0])
    expect(cache.free_objects).toBe(0)
  })

  test('an object in use keeps its slab, and only that one: 1', () => {
    const cache = create('own')
    const [kept, ...others] = take(cache, 8)
    give(cache, others)
    expect(kernel.kmem_cache_shrink(cache)).toBe(1)
    expect(slabCounts(cache)).toEqual([1, 0, 0])
    expect(placeOf(kernel, kept ?? 0)?.cache).toBe(cache)
    expect(findProblems(kernel)).toEqual([])
  })

  test('an object that lies in an array, but of another cache, is in use all the same', () => {
    const cache = create('own')
    const other = create('other')
    const [object] = take(cache, 1)
    kernel.kmem_cache_free(other, object ?? 0)
    expect(kernel.kmem_cache_shrink(cache)).toBe(1)
  })

  test('the free slabs go from the tail: the one that became free last goes last', () => {
    const cache = create('own')
    const objects = take(cache, 3 * PER_SLAB)
    const bySlab = [0, 1, 2].map((slab) =>
      objects.filter((object) => placeOf(kernel, object)?.slab === slab),
    )
    const order: number[] = []
    watchEvents(kernel, ({ name, values }) => {
      if (name === 'slab-destroyed') order.push(values['slab'] ?? -1)
    })
    for (const slab of [1, 2, 0]) give(cache, bySlab[slab] ?? [])
    kernel.kmem_cache_shrink(cache)
    expect(order).toEqual([1, 2, 0])
  })

  test('the cache works on', () => {
    const cache = create('own')
    give(cache, take(cache, 8))
    kernel.kmem_cache_shrink(cache)
    expect(placeOf(kernel, kernel.kmem_cache_alloc(cache, GFP_KERNEL))).toMatchObject({ slab: 2 })
    expect(findProblems(kernel)).toEqual([])
  })
})

describe('kmem_cache_destroy', () => {
  test('gives back slabs, arrays and descriptor, and the name is free again', () => {
    const pages = freePages(kernel)
    const before = kernel.caches().map(users)
    const cache = create('own')
    give(cache, take(cache, 100))
    expect(kernel.kmem_cache_destroy(cache)).toBe(0)
    expect(freePages(kernel)).toBe(pages)
    expect(kernel.caches().map(users)).toEqual(before)
    expect(names()).not.toContain('own')
    expect(create('own').address).toBe(cache.address)
    expect(findProblems(kernel)).toEqual([])
  })

  test('a cache with off-slab descriptors gives those back too', () => {
    const pages = freePages(kernel)
    const cache = create('own', null, 512)
    give(cache, take(cache, 100))
    expect(kernel.kmem_cache_destroy(cache)).toBe(0)
    expect(freePages(kernel)).toBe(pages)
    expect(findProblems(kernel)).toEqual([])
  })

  test('a cache in use is refused with 1, and the log says why', () => {
    const cache = create('own')
    take(cache, 1)
    expect(kernel.kmem_cache_destroy(cache)).toBe(1)
    expect(kernel.log()).toEqual([
      "slab error in kmem_cache_destroy(): cache `own': Can't free all objects",
    ])
    expect(names()).toContain('own')
  })

  test('a refused destroy leaves an empty array, no free slab, and the cache as the first of all', () => {
    const cache = create('own')
    create('newer')
    const [kept, ...others] = take(cache, 3 * PER_SLAB)
    give(cache, others)
    expect(names().slice(0, 2)).toEqual(['newer', 'own'])
    expect(kernel.kmem_cache_destroy(cache)).toBe(1)
    expect(names().slice(0, 2)).toEqual(['own', 'newer'])
    expect(arrayOf(kernel, cache).avail).toBe(0)
    expect(slabCounts(cache)).toEqual([1, 0, 0])
    expect(objectsInUse(kernel, cache)).toEqual([kept])
    expect(findProblems(kernel)).toEqual([])

    give(cache, [kept ?? 0])
    expect(kernel.kmem_cache_destroy(cache)).toBe(0)
  })

  test('what is called with a destroyed cache stops the kernel and names the cache', () => {
    const cache = create('own')
    const [object = 0] = take(cache, 1)
    give(cache, [object])
    kernel.kmem_cache_destroy(cache)
    for (const call of [
      () => kernel.kmem_cache_alloc(cache, GFP_KERNEL),
      () => kernel.kmem_cache_free(cache, object),
      () => kernel.kmem_cache_shrink(cache),
      () => kernel.kmem_cache_destroy(cache),
    ]) {
      expect(call).toThrow(KernelBug)
      expect(call).toThrow('cache own was destroyed')
    }
  })

  test('no cache at all stops the kernel', () => {
    expect(() => kernel.kmem_cache_destroy(null)).toThrow('kmem_cache_destroy: no cache')
    expect(() => kernel.kmem_cache_shrink(null)).toThrow('kmem_cache_shrink: no cache')
  })

  test('the cache of descriptors is always in use', () => {
    const [descriptors = null] = kernel.caches().slice(-1)
    expect(kernel.kmem_cache_destroy(descriptors)).toBe(1)
  })
})

describe('a destructor', () => {
  test('runs for each object of a slab in order, when the slab goes, and never at a free', () => {
    const dtor = vi.fn<ObjectHook>()
    const cache = create('own', dtor)
    const objects = take(cache, PER_SLAB)
    give(cache, objects)
    expect(dtor).not.toHaveBeenCalled()
    kernel.kmem_cache_shrink(cache)
    const ascending = [...objects].sort((a, b) => a - b)
    expect(dtor.mock.calls.map(([object]) => object)).toEqual(ascending)
  })

  test('gets objects that were never handed out, too', () => {
    const dtor = vi.fn<ObjectHook>()
    const cache = create('own', dtor)
    give(cache, take(cache, 1))
    kernel.kmem_cache_destroy(cache)
    expect(dtor).toHaveBeenCalledTimes(PER_SLAB)
  })

  test('still sees what stands in the object', () => {
    const seen: number[] = []
    const cache = create('own', (object) => seen.push(kernel.read32(object)))
    const [object = 0] = take(cache, 1)
    kernel.write32(object, 0xc0ffee)
    give(cache, [object])
    kernel.kmem_cache_destroy(cache)
    expect(seen).toContain(0xc0ffee)
  })
})
