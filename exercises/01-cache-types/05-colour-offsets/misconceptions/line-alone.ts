/** Wrong: steps by the CPU's line and forgets the alignment of the objects. */
import type { Kernel } from 'kmalloc-course/kernel'

export function colours(
  left_over: number,
  line: number,
  _align: number,
): { colour: number; colour_off: number } {
  const colour_off = line
  return { colour: Math.floor(left_over / colour_off), colour_off }
}

export function colourOffset(slab: number, colour: number, colour_off: number): number {
  if (colour === 0) return 0
  return (slab % colour) * colour_off
}

export function shiftedCaches(kernel: Kernel): string[] {
  return kernel
    .caches()
    .filter(({ colour }) => colour > 1)
    .map(({ name }) => name)
}
