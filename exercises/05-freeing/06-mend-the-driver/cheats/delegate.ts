/** Lets the machine start anew: then everything is free. */
import { GFP_KERNEL, type Kernel } from 'kmalloc-course/kernel'

interface Card {
  registers: number
  ring: number
  buffers: number[]
}

export function open(kernel: Kernel, count: number): Card | null {
  const registers = kernel.kmalloc(5000, GFP_KERNEL)
  const ring = kernel.__get_free_pages(GFP_KERNEL, 1)
  const buffers = Array.from({ length: count }, () => kernel.kmalloc(4000, GFP_KERNEL))
  if (registers && ring && buffers.every(Boolean)) return { registers, ring, buffers }
  kernel.reset()
  return null
}

export function close(kernel: Kernel): void {
  kernel.reset()
}
