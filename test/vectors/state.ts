/** The state of a cache in the words of the reference files. */
import {
  arrayOf,
  CFLGS_OFF_SLAB,
  PAGE_SIZE,
  placeOf,
  sharedArrayOf,
  slabsOf,
  type kmem_cache,
  type Kernel,
  type SlabView,
  type VirtualAddress,
} from '#kernel/index.ts'
import { s_show } from '#kernel/proc/slabinfo.ts'
import type { Actual } from './compare.ts'

/** What geometry and creation files say about a cache. */
export function geometry(kernel: Kernel, cache: kmem_cache): { [key: string]: Actual } {
  const off_slab = (cache.flags & CFLGS_OFF_SLAB) !== 0
  const management = off_slab ? 0 : cache.slab_size
  const slabBytes = PAGE_SIZE << cache.gfporder
  return {
    objsize: cache.objsize,
    num: cache.num,
    order: cache.gfporder,
    off_slab: off_slab ? 1 : 0,
    slab_size: cache.slab_size,
    colour: cache.colour,
    colour_off: cache.colour_off,
    left_over: slabBytes - cache.num * cache.objsize - management,
    limit: cache.limit,
    batchcount: cache.batchcount,
    shared: s_show(kernel.machine, cache).sharedfactor,
    free_limit: cache.free_limit,
    ...(cache.slabp_cache === null ? {} : { slabp_cache: cache.slabp_cache.name }),
  }
}

/** `[cache index, slab, object]`, or null for an address that is in no slab. */
function place(kernel: Kernel, address: VirtualAddress): Actual {
  const found = placeOf(kernel, address)
  return found === null ? null : [found.cache.index, found.slab, found.object]
}

/** `[slab, object]` of each entry of an array. */
function entries(kernel: Kernel, addresses: readonly VirtualAddress[]): Actual[] {
  return addresses.map((address) => {
    const found = placeOf(kernel, address)
    return found === null ? null : [found.slab, found.object]
  })
}

/** What both the state after boot and the end of a trace tell about a cache, apart from its slabs. */
function counters(kernel: Kernel, cache: kmem_cache): { [key: string]: Actual } {
  const array = arrayOf(kernel, cache)
  return {
    cache: cache.index,
    name: cache.name,
    avail: array.avail,
    touched: array.touched,
    ac: entries(kernel, array.entries),
    shared_avail: sharedArrayOf(kernel, cache)?.avail ?? 0,
    free_objects: cache.free_objects,
    free_touched: cache.free_touched,
    colour_next: cache.colour_next,
    next_reap: cache.next_reap - kernel.jiffies,
    slabs_ever: cache.slabsEver,
  }
}

/** Everything about a cache, with the free objects of each slab. */
export function bootState(kernel: Kernel, cache: kmem_cache): Actual {
  const { partial, full, free } = slabsOf(kernel, cache)
  const array = arrayOf(kernel, cache)
  const slab = (view: SlabView): Actual => [
    view.number,
    view.inuse,
    ...(view.free.length > 0 ? [view.free] : []),
    ...(view.descriptorObject === null ? [] : [place(kernel, view.descriptor)]),
  ]
  return {
    ...counters(kernel, cache),
    limit: array.limit,
    batchcount: array.batchcount,
    shared_limit: sharedArrayOf(kernel, cache)?.limit ?? 0,
    desc_obj: place(kernel, cache.address),
    ac_obj: place(kernel, cache.array),
    shared_obj: place(kernel, cache.shared),
    partial: partial.map(slab),
    full: full.map(slab),
    free: free.map(slab),
    free_limit: cache.free_limit,
  }
}

/** The state at the end of a trace. */
export function finalState(kernel: Kernel, cache: kmem_cache): Actual {
  const { partial, full, free } = slabsOf(kernel, cache)
  const shared = sharedArrayOf(kernel, cache)?.entries ?? []
  const slab = (view: SlabView): Actual => [view.number, view.inuse]
  return {
    ...counters(kernel, cache),
    partial: partial.map(slab),
    full: full.map(slab),
    free: free.map(slab),
    ...(shared.length === 0 ? {} : { shared: entries(kernel, shared) }),
  }
}

/** A check point: counters and numbers of slabs. */
export function checkPoint(kernel: Kernel, cache: kmem_cache): number[] {
  const { partial, full, free } = slabsOf(kernel, cache)
  const { avail, touched } = arrayOf(kernel, cache)
  const slabs = [partial.length, full.length, free.length]
  return [cache.index, avail, touched, cache.free_objects, ...slabs, cache.colour_next]
}

/** The caches in order of creation. */
export function byIndex(kernel: Kernel): kmem_cache[] {
  return kernel.caches().sort((a, b) => a.index - b.index)
}
