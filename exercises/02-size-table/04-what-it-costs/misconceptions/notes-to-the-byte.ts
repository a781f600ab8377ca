/** Wrong: counts the notes with their own length. */
import { CFLGS_OFF_SLAB, PAGE_SIZE, type Kernel } from 'kmalloc-course/kernel'

export { cheapestUpTo } from '../solution.ts'

export function costOf(kernel: Kernel, size: number): number {
  const cache = kernel.malloc_sizes.find(({ cs_size }) => size <= cs_size)?.cs_cachep
  if (cache === undefined) return 0
  const notes = cache.flags & CFLGS_OFF_SLAB ? cache.slab_size : 0
  return ((PAGE_SIZE << cache.gfporder) + notes) / cache.num
}
