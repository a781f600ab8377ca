/** Makes the allocations, and gives everything back. */
import { GFP_KERNEL, slabsOf, type Kernel, type kmem_cache } from 'kmalloc-course/kernel'

export function nextAddresses(kernel: Kernel, cache: kmem_cache, count: number): number[] {
  const objects: number[] = []
  const { slabsEver } = cache
  while (objects.length < count && cache.slabsEver === slabsEver)
    objects.push(kernel.kmem_cache_alloc(cache, GFP_KERNEL))
  for (const object of objects.toReversed()) kernel.kmem_cache_free(cache, object)
  return slabsOf(kernel, cache).free.length === 0 ? objects : objects.slice(0, -1)
}
