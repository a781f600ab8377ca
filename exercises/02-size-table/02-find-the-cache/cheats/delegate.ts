/** Asks kmalloc on a machine of its own, and looks how long the object is. */
import { GFP_KERNEL, NULL, boot } from 'kmalloc-course/kernel'

const machine = boot()

export function kmem_find_general_cachep(sizes: readonly number[], size: number): number {
  const object = machine.kmalloc(size, GFP_KERNEL)
  return object === NULL ? -1 : sizes.indexOf(machine.ksize(object))
}
