/** The array of free objects that a CPU keeps for a cache: a stack. */
import { type Kernel, type kmem_cache, arrayEntries, locate } from '#kernel/index.ts'

export interface ArrayCacheView {
  readonly kind: 'array cache'
  readonly cache: string
  readonly limit: number
  readonly batchcount: number
  /** From the bottom to the top; the last is the one kmem_cache_alloc() takes. */
  readonly entries: readonly {
    readonly address: number
    readonly slab: number | null
    readonly object: number | null
  }[]
}

export function viewArrayCache(kernel: Kernel, cache: kmem_cache): ArrayCacheView {
  const entries = arrayEntries(kernel, cache).map((address) => {
    const place = locate(kernel, address)
    return { address, slab: place?.slab ?? null, object: place?.object ?? null }
  })
  const { name, limit, batchcount } = cache
  return { kind: 'array cache', cache: name, limit, batchcount, entries }
}
