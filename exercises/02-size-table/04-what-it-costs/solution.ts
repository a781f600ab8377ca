/** A slab's memory, shared among its objects. */
import { CFLGS_OFF_SLAB, PAGE_SIZE, type Kernel, type kmem_cache } from 'kmalloc-course/kernel'

function slabBytes({ gfporder, flags, slabp_cache }: kmem_cache): number {
  const elsewhere = (flags & CFLGS_OFF_SLAB) === 0 ? 0 : (slabp_cache?.objsize ?? 0)
  return (PAGE_SIZE << gfporder) + elsewhere
}

export function costOf(kernel: Kernel, size: number): number {
  const entry = kernel.malloc_sizes.find(({ cs_size }) => size <= cs_size)
  if (entry === undefined) return 0
  return slabBytes(entry.cs_cachep) / entry.cs_cachep.num
}

export function cheapestUpTo(kernel: Kernel, most: number): number {
  const lengths = kernel.malloc_sizes.map(({ cs_size }) => cs_size)
  const worthwhile = [...lengths.filter((length) => length < most), most]
  let best = most
  let least = Number.POSITIVE_INFINITY
  for (const size of worthwhile) {
    const price = costOf(kernel, size) / size
    if (price === 0 || price >= least) continue
    best = size
    least = price
  }
  return best
}
