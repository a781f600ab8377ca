/** Wrong: divides the slab by the length of an object and leaves no room for the notes. */
import { PAGE_SIZE } from 'kmalloc-course/kernel'

export function cache_estimate(gfporder: number, size: number): { num: number; left_over: number } {
  const bytes = PAGE_SIZE << gfporder
  return { num: Math.floor(bytes / size), left_over: bytes % size }
}
