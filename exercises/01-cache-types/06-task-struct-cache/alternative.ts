/** Another way: a class with a list in which the pid is the place; the memory is written as bytes; slabs are filled in a loop. */
import { GFP_KERNEL, NULL, SLAB_PANIC, type Kernel } from 'kmalloc-course/kernel'
import type { VirtualAddress, kmem_cache } from 'kmalloc-course/kernel'

export interface Cost {
  readonly waste: number
  readonly pages: number
}

class Tasks {
  readonly cache: kmem_cache | null
  readonly #kernel: Kernel
  /** The task_struct of each pid; there is no pid 0. */
  readonly #places: VirtualAddress[] = [NULL]

  constructor(kernel: Kernel, size: number) {
    this.#kernel = kernel
    this.cache = kernel.kmem_cache_create('task_struct', Math.ceil(size / 16) * 16, 16, SLAB_PANIC)
  }

  readonly find = (pid: number): VirtualAddress => this.#places[pid] ?? NULL

  readonly fork = (): number => {
    const object = this.#kernel.kmem_cache_alloc(this.cache, GFP_KERNEL)
    if (object === NULL) return 0
    const pid = this.#places.push(object) - 1
    const running = 0
    this.#kernel.writeBytes(object, new Uint8Array(new Uint32Array([pid, running]).buffer))
    return pid
  }

  readonly exit = (pid: number): boolean => {
    const object = this.find(pid)
    if (object === NULL) return false
    this.#places[pid] = NULL
    this.#kernel.write32(object + 4, 0x20)
    this.#kernel.kfree(object)
    return true
  }
}

export function taskTable(kernel: Kernel, size: number): Tasks {
  return new Tasks(kernel, size)
}

export function cost({ objsize, num, gfporder }: kmem_cache, size: number, count: number): Cost {
  let pages = 0
  for (let room = 0; room < count; room += num) pages += 2 ** gfporder
  return { waste: objsize - size, pages }
}
