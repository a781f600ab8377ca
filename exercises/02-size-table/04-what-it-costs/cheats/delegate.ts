/** Asks ksize on the machine that it is given. */
import { GFP_KERNEL, type Kernel } from 'kmalloc-course/kernel'

export function costOf(kernel: Kernel, size: number): number {
  return kernel.ksize(kernel.kmalloc(size, GFP_KERNEL))
}

export function cheapestUpTo(kernel: Kernel, most: number): number {
  let best = 1
  for (let size = 1; size <= Math.min(most, 4096); size++) {
    if (costOf(kernel, size) / size < costOf(kernel, best) / best) best = size
  }
  return best
}
