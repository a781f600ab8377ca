/** Goes up from no objects until one more would not fit. */
import { CFLGS_OFF_SLAB, PAGE_SIZE } from 'kmalloc-course/kernel'

const sizeofSlab = 24
const sizeofLink = 2

export function cache_estimate(
  gfporder: number,
  size: number,
  align: number,
  flags: number,
): { num: number; left_over: number } {
  const bytes = PAGE_SIZE << gfporder
  const offSlab = (flags & CFLGS_OFF_SLAB) !== 0
  const notes = (count: number): number =>
    offSlab ? 0 : Math.ceil((sizeofSlab + sizeofLink * count) / align) * align
  const used = (count: number): number => count * size + notes(count)
  let num = 0
  while (used(num + 1) <= bytes) num++
  return { num, left_over: bytes - used(num) }
}
