/** Wrong: keeps the notes in the slab, off-slab or not. */
import { PAGE_SIZE } from 'kmalloc-course/kernel'

export function cache_estimate(
  gfporder: number,
  size: number,
  align: number,
  _flags: number,
): { num: number; left_over: number } {
  const bytes = PAGE_SIZE << gfporder
  const notes = (count: number): number => Math.ceil((24 + 2 * count) / align) * align
  const used = (count: number): number => count * size + notes(count)
  let num = 0
  while (used(num + 1) <= bytes) num++
  return { num, left_over: bytes - used(num) }
}
