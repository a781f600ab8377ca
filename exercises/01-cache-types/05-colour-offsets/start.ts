/** The colours of a cache: how many there are, and where the slabs begin. */
import type { Kernel } from 'kmalloc-course/kernel'

// Your turn, three times.

/** `left_over`: bytes of a slab that nobody uses. `line`: bytes of the CPU's line. `align`: alignment of the objects. */
export function colours(
  left_over: number,
  line: number,
  align: number,
): { colour: number; colour_off: number } {
  return { colour: 0, colour_off: line }
}

/** By how many bytes the contents of a slab are shifted; `slab` counts the slabs of the cache, from 0. */
export function colourOffset(slab: number, colour: number, colour_off: number): number {
  return 0
}

/** Names of the caches whose slabs do not all begin alike, in the order of `kernel.caches()`. */
export function shiftedCaches(kernel: Kernel): string[] {
  return []
}
