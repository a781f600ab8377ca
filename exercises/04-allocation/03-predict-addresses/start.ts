/** What the next allocations of a cache will get. */
import { arrayOf, type Kernel, type kmem_cache } from 'kmalloc-course/kernel'

// Your turn.

/** The addresses of the next `count` objects, as far as the cache need not grow for them. */
export function nextAddresses(kernel: Kernel, cache: kmem_cache, count: number): number[] {
  return arrayOf(kernel, cache).entries.slice(0, count)
}
