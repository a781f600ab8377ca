/** `cache_geometry` of the kernel files: what each of many sizes is cut into. */
import * as v from 'valibot'
import { CFLGS_OFF_SLAB, type Kernel } from '#kernel/index.ts'
import { Input, type Actual } from './compare.ts'

const creation = v.looseObject({ size: v.number(), flags: v.string() })

/** The geometry of a new cache of this size. It is destroyed again, so that all rows find the same machine. */
export function geometryOf(kernel: Kernel, row: unknown): Actual {
  const { size, flags } = v.parse(creation, row)
  const cache = kernel.kmem_cache_create('zg', size, 0, Number(flags))
  if (cache === null) return null
  const found = {
    size: new Input(size),
    flags: new Input(flags),
    objsize: cache.objsize,
    num: cache.num,
    gfporder: cache.gfporder,
    colour: cache.colour,
    colour_off: cache.colour_off,
    slab_size: cache.slab_size,
    off_slab: (cache.flags & CFLGS_OFF_SLAB) === 0 ? 0 : 1,
    limit: cache.limit,
    batchcount: cache.batchcount,
    free_limit: cache.free_limit,
  }
  kernel.kmem_cache_destroy(cache)
  return found
}
