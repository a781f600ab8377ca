/** Lets a machine of its own allocate and free. */
import { GFP_KERNEL, boot, type ArrayCache } from 'kmalloc-course/kernel'

const machine = boot()

export const popArray = (_array: ArrayCache): number => machine.kmalloc(100, GFP_KERNEL)

export function pushArray(array: ArrayCache, object: number): boolean {
  machine.kfree(object)
  return array.avail < array.limit
}
