/** Wrong: takes the free objects of a slab by their number. */
import { arrayOf, slabsOf, type Kernel, type kmem_cache } from 'kmalloc-course/kernel'

export function nextAddresses(kernel: Kernel, cache: kmem_cache, count: number): number[] {
  const { entries, batchcount, touched } = arrayOf(kernel, cache)
  const { partial, free } = slabsOf(kernel, cache)
  const left = [...partial, ...free].flatMap((slab) =>
    slab.free.toSorted((a, b) => a - b).map((object) => slab.s_mem + object * cache.objsize),
  )
  const next = entries.toReversed()
  while (next.length < count && left.length > 0) {
    const idle = touched === 0 && next.length === 0
    next.push(...left.splice(0, idle ? Math.min(16, batchcount) : batchcount).reverse())
  }
  return next.slice(0, count)
}
