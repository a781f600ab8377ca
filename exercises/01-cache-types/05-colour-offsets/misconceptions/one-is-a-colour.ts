/** Wrong: takes a single colour for a shift. */
import type { Kernel } from 'kmalloc-course/kernel'

export { colourOffset, colours } from '../solution.ts'

export function shiftedCaches(kernel: Kernel): string[] {
  return kernel
    .caches()
    .filter(({ colour }) => colour > 0)
    .map(({ name }) => name)
}
