/** Wrong: ends a batch where a slab ends. */
import { arrayOf, slabsOf, type Kernel, type kmem_cache } from 'kmalloc-course/kernel'

export function nextAddresses(kernel: Kernel, cache: kmem_cache, count: number): number[] {
  const { entries, batchcount, touched } = arrayOf(kernel, cache)
  const { partial, free } = slabsOf(kernel, cache)
  const next = entries.toReversed()
  for (const slab of [...partial, ...free]) {
    const left = slab.free.map((object) => slab.s_mem + object * cache.objsize)
    while (left.length > 0) {
      const idle = touched === 0 && next.length === 0
      next.push(...left.splice(0, idle ? Math.min(16, batchcount) : batchcount).reverse())
    }
  }
  return next.slice(0, count)
}
