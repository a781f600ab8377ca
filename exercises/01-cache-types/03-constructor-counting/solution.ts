/** A variable for each cache, and whole slabs times objects per slab. */
import type { Kernel, kmem_cache } from 'kmalloc-course/kernel'

export interface CountingCache {
  readonly cache: kmem_cache
  readonly calls: () => number
}

export function countingCache(kernel: Kernel, name: string, size: number): CountingCache | null {
  let count = 0
  const cache = kernel.kmem_cache_create(name, size, 0, 0, (object) => {
    count++
    kernel.write32(object, count)
  })
  return cache && { cache, calls: () => count }
}

export function constructorCalls(allocations: number, num: number): number {
  return Math.ceil(allocations / num) * num
}
