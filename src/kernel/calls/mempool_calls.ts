/** The functions of a machine that are about memory pools. */
import type { GfpFlags, VirtualAddress } from '../layout.ts'
import * as mempool from '../mempool/mempool.ts'
import type { mempool_alloc_t, mempool_free_t, mempool_t } from '../mempool/pool.ts'
import type { kmem_cache } from '../slab/cache.ts'
import { kmem_cache_alloc } from '../slab/slab_alloc.ts'
import { kmem_cache_free } from '../slab/slab_free.ts'
import { checkFlags, checkSize, unusable } from './arguments.ts'
import { ReclaimCalls } from './reclaim_calls.ts'

export class MempoolCalls extends ReclaimCalls {
  /**
   * Makes a pool that keeps `min_nr` elements for bad times, and gets them at once with `alloc`. null when there is no
   * memory for all. `pool_data` is given to both functions.
   */
  mempool_create<Data>(
    min_nr: number,
    alloc: mempool_alloc_t<Data>,
    free: mempool_free_t<Data>,
    pool_data: Data,
  ): mempool_t<Data> | null {
    const count = checkSize('mempool_create', min_nr)
    return mempool.mempool_create(this.machine, count, alloc, free, pool_data)
  }

  /**
   * Takes an element: without waiting where the pool gets them from, or else what it keeps. When that is nothing, a mask
   * with WAIT sleeps until one comes back, and never fails; without WAIT: NULL.
   */
  mempool_alloc<Data>(pool: mempool_t<Data>, flags: GfpFlags): VirtualAddress {
    return mempool.mempool_alloc(this.machine, pool, checkFlags('mempool_alloc', flags))
  }

  /** Gives an element back: first the pool keeps what it should, the rest goes back where it came from. */
  mempool_free<Data>(element: VirtualAddress, pool: mempool_t<Data>): void {
    mempool.mempool_free(this.machine, element, pool)
  }

  /** The pool keeps so many elements from now on. Returns 0, or -12 when there is no memory. */
  mempool_resize<Data>(pool: mempool_t<Data>, min_nr: number, flags: GfpFlags): number {
    return mempool.mempool_resize(this.machine, pool, min_nr, checkFlags('mempool_resize', flags))
  }

  /** Gives a pool back, and its elements. KernelBug when some of those it keeps are still in use. */
  mempool_destroy<Data>(pool: mempool_t<Data>): void {
    mempool.mempool_destroy(this.machine, pool)
  }

  /** For pools of objects of a cache, which is their `pool_data`: takes one. Linux: mm/mempool.c. */
  readonly mempool_alloc_slab: mempool_alloc_t<kmem_cache> = (flags, cache) => {
    if (cache.destroyed) throw unusable('mempool_alloc_slab', cache)
    return kmem_cache_alloc(this.machine, cache.descriptor, flags)
  }

  /** Gives one back. */
  readonly mempool_free_slab: mempool_free_t<kmem_cache> = (element, cache) => {
    if (cache.destroyed) throw unusable('mempool_free_slab', cache)
    kmem_cache_free(this.machine, cache.descriptor, element)
  }
}
