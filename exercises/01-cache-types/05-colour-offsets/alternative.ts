/** Another way: lays the places out one by one, as the counter in the cache would go through them. */
import type { Kernel } from 'kmalloc-course/kernel'

export function colours(
  left_over: number,
  line: number,
  align: number,
): { colour: number; colour_off: number } {
  const colour_off = align > line ? align : line
  let colour = 0
  for (let rest = left_over; rest >= colour_off; rest -= colour_off) colour++
  return { colour, colour_off }
}

export function colourOffset(slab: number, colour: number, colour_off: number): number {
  let next = 0
  for (let made = 0; made < slab; made++) {
    next++
    if (next >= colour) next = 0
  }
  return next * colour_off
}

export function shiftedCaches(kernel: Kernel): string[] {
  const names: string[] = []
  for (const { name, colour, colour_off } of kernel.caches()) {
    if (colourOffset(1, colour, colour_off) !== 0) names.push(name)
  }
  return names
}
