/** Wrong: gives the task_struct back and still knows it. */
import {
  GFP_KERNEL,
  NULL,
  SLAB_PANIC,
  type Kernel,
  type VirtualAddress,
} from 'kmalloc-course/kernel'
import type { TaskTable } from '../solution.ts'

export { cost } from '../solution.ts'

/** Where the state stands in a task_struct, and two of its values. */
const STATE = 4
const TASK_RUNNING = 0
const EXIT_DEAD = 32

export function taskTable(kernel: Kernel, size: number): TaskTable {
  const cache = kernel.kmem_cache_create('task_struct', size, 16, SLAB_PANIC)
  const tasks = new Map<number, VirtualAddress>()
  let last = 0

  const find = (pid: number): VirtualAddress => tasks.get(pid) ?? NULL

  const fork = (): number => {
    const address = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    if (address === NULL) return 0
    last++
    kernel.write32(address, last)
    kernel.write32(address + STATE, TASK_RUNNING)
    tasks.set(last, address)
    return last
  }

  const exit = (pid: number): boolean => {
    const address = find(pid)
    if (address === NULL) return false
    kernel.write32(address + STATE, EXIT_DEAD)
    kernel.kmem_cache_free(cache, address)
    return true
  }

  return { cache, fork, exit, find }
}
