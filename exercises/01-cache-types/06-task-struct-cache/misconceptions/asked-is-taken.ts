/** Wrong: takes what was asked for to be what it costs. */
import { PAGE_SIZE, type kmem_cache } from 'kmalloc-course/kernel'
import type { Cost } from '../solution.ts'

export { taskTable } from '../solution.ts'

export function cost(_cache: kmem_cache, size: number, count: number): Cost {
  return { waste: 0, pages: Math.ceil((count * size) / PAGE_SIZE) }
}
