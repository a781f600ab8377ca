/** Asks a machine of its own for the length, and looks it up in its table. */
import { GFP_KERNEL, NULL, boot } from 'kmalloc-course/kernel'

const machine = boot()

export function indexOf(_include: unknown, size: number): number {
  const object = machine.kmalloc(size, GFP_KERNEL)
  if (object === NULL) return -1
  const length = machine.ksize(object)
  return machine.malloc_sizes.findIndex(({ cs_size }) => cs_size === length)
}
