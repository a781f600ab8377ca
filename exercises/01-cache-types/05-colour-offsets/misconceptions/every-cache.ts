/** Wrong: takes every cache for coloured. */
import type { Kernel } from 'kmalloc-course/kernel'

export { colourOffset, colours } from '../solution.ts'

export function shiftedCaches(kernel: Kernel): string[] {
  return kernel.caches().map(({ name }) => name)
}
