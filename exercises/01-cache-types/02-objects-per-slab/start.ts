/** How many objects a slab holds. */
import { CFLGS_OFF_SLAB, PAGE_SIZE } from 'kmalloc-course/kernel'

/**
 * `gfporder`: the slab has 2^gfporder pages. `size`: bytes of an object. `align`: its alignment in bytes.
 * `flags`: with CFLGS_OFF_SLAB the notes are kept elsewhere.
 */
export function cache_estimate(
  gfporder: number,
  size: number,
  align: number,
  flags: number,
): { num: number; left_over: number } {
  const bytes = PAGE_SIZE << gfporder
  const offSlab = (flags & CFLGS_OFF_SLAB) !== 0
  // Your turn. This is right only where there are no notes at all.
  const num = offSlab ? Math.floor(bytes / size) : 0
  return { num, left_over: bytes - num * size }
}
