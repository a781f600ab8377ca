/** Wrong: takes a single colour for a shift. */
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
  if (colour === 0) return 0
  return (slab % colour) * colour_off
}

export function shiftedCaches(kernel: Kernel): string[] {
  return kernel
    .caches()
    .filter(({ colour }) => colour > 0)
    .map(({ name }) => name)
}
