/** Another way: adds up what the objects, the notes and the rest take; tries every size there is. */
import { CFLGS_OFF_SLAB, PAGE_SIZE, type Kernel, type kmem_cache } from 'kmalloc-course/kernel'

function shareOf(cache: kmem_cache): number {
  const { num, objsize, gfporder, flags, slab_size, slabp_cache } = cache
  const outside = (flags & CFLGS_OFF_SLAB) !== 0
  const inside = num * objsize + (outside ? 0 : slab_size)
  const rest = 2 ** gfporder * PAGE_SIZE - inside
  const notes = outside ? (slabp_cache?.objsize ?? 0) : 0
  return (inside + rest + notes) / num
}

export function costOf(kernel: Kernel, size: number): number {
  for (const { cs_size, cs_cachep } of [...kernel.malloc_sizes].reverse()) {
    const smaller = kernel.malloc_sizes.filter((one) => one.cs_size < cs_size).at(-1)?.cs_size ?? -1
    if (size <= cs_size && size > smaller) return shareOf(cs_cachep)
  }
  return 0
}

export function cheapestUpTo(kernel: Kernel, most: number): number {
  const [largest = 0] = kernel.malloc_sizes.map(({ cs_size }) => cs_size).reverse()
  const costs = new Map(kernel.malloc_sizes.map((one) => [one.cs_size, shareOf(one.cs_cachep)]))
  let best = 1
  let least = Number.POSITIVE_INFINITY
  let cost = 0
  for (let size = Math.min(most, largest); size >= 1; size--) {
    cost = costs.get(size) ?? (cost === 0 ? costOf(kernel, size) : cost)
    if (cost / size > least) continue
    best = size
    least = cost / size
  }
  return best
}
