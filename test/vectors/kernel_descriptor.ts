/** A cache in the words of the kernel files. */
import { arrayOf, CFLGS_OFF_SLAB, sharedArrayOf, slabsOf } from '#kernel/index.ts'
import type { kmem_cache, Kernel } from '#kernel/index.ts'
import { hex } from '#lib/hex.ts'

/** Geometry and limits: what does not depend on the objects that the cache has. */
export function describeCache(kernel: Kernel, cache: kmem_cache) {
  const array = arrayOf(kernel, cache)
  return {
    name: cache.name,
    objsize: cache.objsize,
    num: cache.num,
    gfporder: cache.gfporder,
    colour: cache.colour,
    colour_off: cache.colour_off,
    slab_size: cache.slab_size,
    off_slab: (cache.flags & CFLGS_OFF_SLAB) === 0 ? 0 : 1,
    slabp_cache: cache.slabp_cache?.name ?? '',
    limit: cache.limit,
    batchcount: cache.batchcount,
    shared_limit: sharedArrayOf(kernel, cache)?.limit ?? 0,
    ac_limit: array.limit,
    ac_batch: array.batchcount,
    free_limit: cache.free_limit,
    flags: hex(cache.flags, 1),
    gfpflags: hex(cache.gfpflags, 1),
  }
}

/** How many objects lie in the array and in slabs, and how many slabs there are of each kind. */
export function countersOf(kernel: Kernel, cache: kmem_cache) {
  const { full, partial, free } = slabsOf(kernel, cache)
  return {
    avail: arrayOf(kernel, cache).avail,
    free_objects: cache.free_objects,
    full: full.length,
    partial: partial.length,
    free: free.length,
  }
}
