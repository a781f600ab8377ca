/** Boots the one machine it knows, whatever lines are given. */
import { GFP_KERNEL, boot, slabAt } from 'kmalloc-course/kernel'

const machine = boot()

export function className(size: number): string | null {
  const object = machine.kmalloc(size, GFP_KERNEL)
  return object === 0 ? null : (slabAt(machine, object)?.cache.name ?? null)
}

export function ksizeOf(size: number): number {
  return machine.ksize(machine.kmalloc(size, GFP_KERNEL))
}
