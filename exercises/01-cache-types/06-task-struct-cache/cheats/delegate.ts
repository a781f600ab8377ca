/** Starts the processes on a machine of its own and looks there what they cost. */
import { GFP_KERNEL, SLAB_PANIC, boot, slabsOf, type Kernel } from 'kmalloc-course/kernel'
import type { VirtualAddress, kmem_cache } from 'kmalloc-course/kernel'

export function taskTable(_kernel: Kernel, size: number) {
  const machine = boot()
  const cache = machine.kmem_cache_create('task_struct', size, 16, SLAB_PANIC)
  const tasks: VirtualAddress[] = []
  return {
    cache,
    fork: () => tasks.push(machine.kmem_cache_alloc(cache, GFP_KERNEL)),
    exit: (pid: number) => pid <= tasks.length,
    find: (pid: number) => tasks[pid - 1] ?? 0,
  }
}

export function cost({ objsize }: kmem_cache, size: number, count: number) {
  const machine = boot()
  const own = machine.kmem_cache_create('own', size)
  if (own === null) return { waste: 0, pages: 0 }
  for (let made = 0; made < count; made++) machine.kmem_cache_alloc(own, GFP_KERNEL)
  const { full, partial } = slabsOf(machine, own)
  return { waste: objsize - size, pages: (full.length + partial.length) << own.gfporder }
}
