/** Lets the machine count what callers have, and the free pages. */
import { freePages, objectsInUse, boot } from 'kmalloc-course/kernel'
import type { Kernel, kmem_cache } from 'kmalloc-course/kernel'

export function stations(kernel: Kernel, cache: kmem_cache): Record<string, number> {
  const callers = objectsInUse(kernel, cache).length
  return { callers, arrays: 0, shared: 0, slabs: 0, empty: 0 }
}

export const listedPages = (): number => freePages(boot())
