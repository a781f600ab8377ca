/** All arrays of a cache side by side: one of each processor, and the one that they share. */
import {
  type ArrayView,
  arraysOf,
  type Kernel,
  type kmem_cache,
  locate,
  sharedArrayOf,
} from '#kernel/index.ts'
import type { ArrayCacheView } from './array-cache.ts'

export interface CpuArray {
  /** The number of its processor; null for the shared array. */
  readonly cpu: number | null
  readonly limit: number
  /** Null for the shared array, where the kernel has a number that means nothing. */
  readonly batchcount: number | null
  /** Used since the reaper looked last. */
  readonly touched: boolean
  /** From the bottom to the top. */
  readonly entries: ArrayCacheView['entries']
}

export interface CpuArraysView {
  readonly kind: 'cpu arrays'
  readonly cache: string
  /** The processor that runs now: its array is the one that is asked. */
  readonly running: number
  /** By processor, and the shared array last if there is one. */
  readonly arrays: readonly CpuArray[]
}

export function viewCpuArrays(kernel: Kernel, cache: kmem_cache): CpuArraysView {
  const view = (cpu: number | null, array: ArrayView): CpuArray => {
    const { limit, batchcount, touched, entries } = array
    const batch = cpu === null ? null : batchcount
    return {
      cpu,
      limit,
      batchcount: batch,
      touched: touched !== 0,
      entries: entriesOf(kernel, entries),
    }
  }
  const own = arraysOf(kernel, cache).map((array, cpu) => view(cpu, array))
  const shared = roomySharedArray(kernel, cache)
  return {
    kind: 'cpu arrays',
    cache: cache.name,
    running: kernel.smp_processor_id(),
    arrays: shared === null ? own : [...own, view(null, shared)],
  }
}

/** The shared array; null when there is none, or one without room, as on a kernel for one processor. */
export function roomySharedArray(kernel: Kernel, cache: kmem_cache): ArrayView | null {
  const shared = sharedArrayOf(kernel, cache)
  return shared === null || shared.limit === 0 ? null : shared
}

/** The objects with the slabs that they are of. */
export function entriesOf(kernel: Kernel, addresses: readonly number[]): ArrayCacheView['entries'] {
  return addresses.map((address) => {
    const place = locate(kernel, address)
    return { address, slab: place?.slab ?? null, object: place?.object ?? null }
  })
}

/** The objects that lie in any array of a cache. */
export function objectsInArrays(kernel: Kernel, cache: kmem_cache): ReadonlySet<number> {
  const own = arraysOf(kernel, cache).flatMap(({ entries }) => entries)
  return new Set<number>([...own, ...(sharedArrayOf(kernel, cache)?.entries ?? [])])
}
