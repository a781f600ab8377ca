/** All caches of a machine, the newest first, with what they hold. */
import { type Kernel, slabsOf } from '#kernel/index.ts'

export interface CacheListView {
  readonly kind: 'cache list'
  readonly caches: readonly {
    readonly name: string
    readonly objsize: number
    readonly num: number
    readonly slabs: number
    /** Pages of all its slabs together. */
    readonly pages: number
    /** Objects that its slabs count as in use. */
    readonly active: number
  }[]
}

export function viewCacheList(kernel: Kernel): CacheListView {
  const caches = kernel.caches().map((cache) => {
    const { full, partial, free } = slabsOf(kernel, cache)
    const all = [...full, ...partial, ...free]
    const { name, objsize, num, gfporder } = cache
    const active = all.reduce((sum, slab) => sum + slab.inuse, 0)
    return { name, objsize, num, slabs: all.length, pages: all.length * 2 ** gfporder, active }
  })
  return { kind: 'cache list', caches }
}
