/** The array of free objects that a CPU keeps for a cache: a stack. */
import { type Kernel, type kmem_cache, arrayEntries } from '#kernel/index.ts'
import { entriesOf } from './cpu-arrays.ts'

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
  const entries = entriesOf(kernel, arrayEntries(kernel, cache))
  const { name, limit, batchcount } = cache
  return { kind: 'array cache', cache: name, limit, batchcount, entries }
}
