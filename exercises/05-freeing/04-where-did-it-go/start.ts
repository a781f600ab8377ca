/** Where the objects of a cache are, and what buddyinfo counts. */
import type { Kernel, kmem_cache } from 'kmalloc-course/kernel'

// Your turn, twice.

/** Objects of the cache at each place. */
export function stations(
  kernel: Kernel,
  cache: kmem_cache,
): { callers: number; arrays: number; shared: number; slabs: number; empty: number } {
  return { callers: 0, arrays: 0, shared: 0, slabs: 0, empty: 0 }
}

/** Free pages in the text of /proc/buddyinfo. */
export function listedPages(buddyinfo: string): number {
  return 0
}
