/** Complaints of the slab allocator in the kernel's log; whoever complains goes on. Linux: mm/slab.c. */
import type { PhysicalAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { printk } from '../printk.ts'

/** Says in which function something is wrong with a cache. Linux: mm/slab.c slab_error(). */
export function slab_error(
  machine: Machine,
  caller: string,
  cache: PhysicalAddress,
  problem: string,
): void {
  printk(machine, `slab error in ${caller}(): cache \`${nameOf(machine, cache)}': ${problem}`)
}

/** The name of a cache, for complaints. */
export function nameOf(machine: Machine, cache: PhysicalAddress): string {
  return machine.caches.get(cache)?.name ?? 'unknown'
}
