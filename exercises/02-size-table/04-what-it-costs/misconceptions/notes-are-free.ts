/** Wrong: forgets the notes that are kept elsewhere. */
import { PAGE_SIZE, type Kernel } from 'kmalloc-course/kernel'

export { cheapestUpTo } from '../solution.ts'

export function costOf(kernel: Kernel, size: number): number {
  const cache = kernel.malloc_sizes.find(({ cs_size }) => size <= cs_size)?.cs_cachep
  return cache === undefined ? 0 : (PAGE_SIZE << cache.gfporder) / cache.num
}
