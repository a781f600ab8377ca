/** Another way: halves the range between "fits" and "does not fit" until they are neighbours. */
import { CFLGS_OFF_SLAB, PAGE_SIZE } from 'kmalloc-course/kernel'

export function cache_estimate(
  gfporder: number,
  size: number,
  align: number,
  flags: number,
): { num: number; left_over: number } {
  const bytes = 2 ** gfporder * PAGE_SIZE
  let fits = 0
  let tooMany = Math.floor(bytes / size) + 1
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1
    if (left(middle) >= 0) fits = middle
    else tooMany = middle
  }
  return { num: fits, left_over: left(fits) }

  function left(count: number): number {
    const objects = count * size
    if (flags & CFLGS_OFF_SLAB) return bytes - objects
    const notes = (24 + 2 * count + align - 1) & ~(align - 1)
    return bytes - objects - notes
  }
}
