/**
 * The spinlock of a cache. Nearly always nobody can tell that it is held, because the allocator does not call anybody
 * meanwhile; but the destructors of a slab that becomes empty while a batch of objects comes back run with it.
 * Linux: mm/slab.c, cachep->spinlock.
 */
import type { PhysicalAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { KernelHang } from '../panic.ts'
import { nameOf } from './slab_error.ts'

/** Carries out `body`, which calls destructors, with the lock of a cache held. For a kernel with CONFIG_SMP: others have none. */
export function withOwnLock(machine: Machine, cache: PhysicalAddress, body: () => void): void {
  machine.lockedCaches.push(cache)
  try {
    body()
  } finally {
    machine.lockedCaches.pop()
  }
}

/** The end for who wants the lock of a cache while one of its destructors runs: no processor ever gets it. */
export function waitForOwnLock(machine: Machine, cache: PhysicalAddress): void {
  if (machine.lockedCaches.length === 0 || !machine.lockedCaches.includes(cache)) return
  throw new KernelHang(
    `spin_lock: waits for ever for the lock of the cache ${nameOf(machine, cache)}: it is held while its destructor runs`,
  )
}
