/** Wrong: hands a batch out as it came in. */
import { arrayOf, slabsOf, type Kernel, type kmem_cache } from 'kmalloc-course/kernel'

export function nextAddresses(kernel: Kernel, cache: kmem_cache, count: number): number[] {
  const { entries, batchcount, touched } = arrayOf(kernel, cache)
  const { partial, free } = slabsOf(kernel, cache)
  const left = [...partial, ...free].flatMap((slab) =>
    slab.free.map((object) => slab.s_mem + object * cache.objsize),
  )
  const next = entries.toReversed()
  while (next.length < count && left.length > 0) {
    const idle = touched === 0 && next.length === 0
    next.push(...left.splice(0, idle ? Math.min(16, batchcount) : batchcount))
  }
  return next.slice(0, count)
}
