/** Wrong: goes on to the next place for ever. */
import type { Kernel } from 'kmalloc-course/kernel'

export function colours(
  left_over: number,
  line: number,
  align: number,
): { colour: number; colour_off: number } {
  const colour_off = Math.max(line, align)
  return { colour: Math.floor(left_over / colour_off), colour_off }
}

export function colourOffset(slab: number, colour: number, colour_off: number): number {
  return colour === 0 ? 0 : slab * colour_off
}

export function shiftedCaches(kernel: Kernel): string[] {
  return kernel
    .caches()
    .filter(({ colour }) => colour > 1)
    .map(({ name }) => name)
}
