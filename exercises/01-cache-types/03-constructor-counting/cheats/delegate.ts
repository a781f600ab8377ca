/** Lets a machine of its own allocate, and looks what was counted there. */
import { GFP_KERNEL, boot, type Kernel, type kmem_cache } from 'kmalloc-course/kernel'

export interface CountingCache {
  readonly cache: kmem_cache
  readonly calls: () => number
}

export function countingCache(kernel: Kernel, name: string, size: number): CountingCache | null {
  let count = 0
  const cache = kernel.kmem_cache_create(name, size, 0, 0, (object) => {
    count++
    kernel.write32(object, count)
  })
  return cache && { cache, calls: () => count }
}

export function constructorCalls(allocations: number, num: number): number {
  const machine = boot()
  const counting = countingCache(machine, 'cheat', Math.floor(4000 / num))
  if (!counting) return 0
  for (let made = 0; made < allocations; made++)
    machine.kmem_cache_alloc(counting.cache, GFP_KERNEL)
  return counting.calls()
}
