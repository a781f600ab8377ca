/** Wrong: does not round the notes up to the alignment. */
import { CFLGS_OFF_SLAB, PAGE_SIZE } from 'kmalloc-course/kernel'

export function cache_estimate(
  gfporder: number,
  size: number,
  _align: number,
  flags: number,
): { num: number; left_over: number } {
  const bytes = PAGE_SIZE << gfporder
  const offSlab = (flags & CFLGS_OFF_SLAB) !== 0
  const notes = (count: number): number => (offSlab ? 0 : 24 + 2 * count)
  const used = (count: number): number => count * size + notes(count)
  let num = 0
  while (used(num + 1) <= bytes) num++
  return { num, left_over: bytes - used(num) }
}
