/** Wrong: takes colours for a matter of dedicated caches. */
import type { Kernel } from 'kmalloc-course/kernel'

export { colourOffset, colours } from '../solution.ts'

export function shiftedCaches(kernel: Kernel): string[] {
  return kernel
    .caches()
    .filter(({ name, colour }) => colour > 1 && !name.startsWith('size-'))
    .map(({ name }) => name)
}
