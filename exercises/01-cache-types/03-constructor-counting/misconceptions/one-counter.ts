/** Wrong: one counter for all caches. */
import type { Kernel, kmem_cache } from 'kmalloc-course/kernel'

export interface CountingCache {
  readonly cache: kmem_cache
  readonly calls: () => number
}

let count = 0

export function countingCache(kernel: Kernel, name: string, size: number): CountingCache | null {
  const cache = kernel.kmem_cache_create(name, size, 0, 0, (object) => {
    count++
    kernel.write32(object, count)
  })
  return cache && { cache, calls: () => count }
}

export function constructorCalls(allocations: number, num: number): number {
  return Math.ceil(allocations / num) * num
}
