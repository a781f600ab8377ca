/** Wrong: divides the bytes of the objects by the bytes of a page. */
import { PAGE_SIZE, type kmem_cache } from 'kmalloc-course/kernel'
import type { Cost } from '../solution.ts'

export { taskTable } from '../solution.ts'

export function cost(cache: kmem_cache, size: number, count: number): Cost {
  return { waste: cache.objsize - size, pages: Math.ceil((count * cache.objsize) / PAGE_SIZE) }
}
