/**
 * Giving back: kmem_cache_shrink() returns every slab that nobody uses, kmem_cache_destroy() the cache itself.
 * Both first empty the arrays, because an object in an array keeps its slab. Linux: mm/slab.c.
 */
import { lockIrq, unlockIrq, withLockIrq } from '../context/local_irq.ts'
import { forbidInterrupt } from '../context/preempt_count.ts'
import { mightSleepInDown } from '../context/sleep.ts'
import * as layout from '../layout.ts'
import { NULL, POINTER_BASE, toPhysical, type PhysicalAddress } from '../layout.ts'
import { badPointer, list_add, list_del, list_empty } from '../list.ts'
import { CACHE_CACHE, CACHE_CHAIN, type Machine } from '../machine.ts'
import { BUG_ON } from '../panic.ts'
import { synchronize_kernel } from '../time/rcu.ts'
import type { kmem_cache } from './cache.ts'
import { smp_call_function_all_cpus } from './cpu_arrays.ts'
import { calledFrom } from './debug_callers.ts'
import { kfree } from './kmalloc.ts'
import { slab_error } from './slab_error.ts'
import { SLAB_DESTROY_BY_RCU } from './slab_flags.ts'
import { waitForOwnLock } from './own_lock.ts'
import { cacheFree, free_block, slab_destroy } from './slab_free.ts'
import { slabNumber } from './slab_pages.ts'

/**
 * Returns the memory of a cache that nobody uses: objects in arrays go to their slabs, empty slabs to the page
 * allocator. Returns 0 when nothing is left, 1 when some object is still in use. In an interrupt it stops the kernel.
 * Linux: mm/slab.c kmem_cache_shrink().
 */
export function kmem_cache_shrink(machine: Machine, cache: kmem_cache): number {
  const { trace } = machine
  if (trace === null) return shrink(machine, cache)
  return trace.call('kmem_cache_shrink', cache.descriptor, [], () => shrink(machine, cache))
}

function shrink(machine: Machine, cache: kmem_cache): number {
  forbidInterrupt(machine, 'kmem_cache_shrink', cache.name)
  return __cache_shrink(machine, cache.descriptor)
}

/**
 * Destroys a cache: its slabs, its arrays and its descriptor are free memory, and its name can be used again. With
 * DESTROY_BY_RCU it waits for a grace period, after which the pages of its slabs are free, too.
 * Returns 0. When an object is still in use it returns 1 and the cache stays, but not as it was: its arrays are empty,
 * its free slabs are gone, and it is the first in the list of caches. In an interrupt it stops the kernel.
 * Linux: mm/slab.c kmem_cache_destroy().
 */
export function kmem_cache_destroy(machine: Machine, cache: kmem_cache): number {
  const { trace } = machine
  if (trace === null) return destroy(machine, cache)
  return trace.call('kmem_cache_destroy', cache.descriptor, [], () => destroy(machine, cache))
}

function destroy(machine: Machine, cache: kmem_cache): number {
  const { words, trace } = machine
  const { descriptor } = cache
  forbidInterrupt(machine, 'kmem_cache_destroy', cache.name)
  mightSleepInDown(machine)
  list_del(words, descriptor + layout.CACHE_NEXT_BYTE)
  if (__cache_shrink(machine, descriptor) !== 0) {
    trace?.event('cache-busy')
    slab_error(machine, 'kmem_cache_destroy', descriptor, "Can't free all objects")
    list_add(words, descriptor + layout.CACHE_NEXT_BYTE, CACHE_CHAIN)
    return 1
  }
  trace?.event('cache-empty')
  if ((cache.flags & SLAB_DESTROY_BY_RCU) !== 0) synchronize_kernel(machine)
  calledFrom(machine, 'kmem_cache_destroy', () => {
    for (const array of cache.arrays) kfree(machine, array)
    kfree(machine, cache.shared)
  })
  words[(descriptor >> 2) + layout.CACHE_SHARED] = NULL
  cacheFree(machine, CACHE_CACHE, descriptor)
  machine.caches.delete(descriptor)
  cache.destroyed = true
  return 0
}

/** Linux: mm/slab.c __cache_shrink(). The slab that became free last goes last. */
function __cache_shrink(machine: Machine, cache: PhysicalAddress): number {
  const { trace } = machine
  trace?.enter('__cache_shrink', cache)
  drain_cpu_caches(machine, cache)
  const result = withLockIrq(machine, () => shrinkLists(machine, cache))
  trace?.leave(result)
  return result
}

/**
 * Destroys all slabs of the free list. A slab that is in no list any more belongs to nobody else: while it is taken
 * apart handlers may come. Returns 1 when there are other slabs.
 */
function shrinkLists(machine: Machine, cache: PhysicalAddress): number {
  const { words, trace } = machine
  const fields = cache >> 2
  const free = cache + layout.CACHE_FREE_BYTE
  while (!list_empty(words, free)) {
    const slab = words[(free >> 2) + 1]! + POINTER_BASE
    if (trace !== null) {
      trace.event(
        'slab-unused',
        slabNumber(machine, slab),
        words[fields + layout.CACHE_FREE_OBJECTS]!,
      )
    }
    if (machine.configuration.slabDebug) checkUnused(words, slab)
    list_del(words, slab)
    words[fields + layout.CACHE_FREE_OBJECTS]! -= words[fields + layout.CACHE_NUM]!
    unlockIrq(machine)
    slab_destroy(machine, cache, slab)
    lockIrq(machine)
  }
  const full = list_empty(words, cache + layout.CACHE_FULL_BYTE)
  const partial = list_empty(words, cache + layout.CACHE_PARTIAL_BYTE)
  trace?.event('slabs-left', full ? 0 : 1, partial ? 0 : 1)
  return full && partial ? 0 : 1
}

/** A slab of the free list has no objects in use. */
function checkUnused(words: Int32Array, slab: PhysicalAddress): void {
  const inuse = words[(slab >> 2) + layout.SLAB_INUSE]!
  BUG_ON(inuse !== 0, `__cache_shrink: ${inuse} objects of a free slab in use`)
}

/** Gives all objects of all arrays, then of the shared one, back to their slabs. Linux: mm/slab.c drain_cpu_caches(). */
function drain_cpu_caches(machine: Machine, cache: PhysicalAddress): void {
  const { trace } = machine
  const fields = cache >> 2
  trace?.enter('drain_cpu_caches', cache)
  smp_call_function_all_cpus(machine, () =>
    drainArray(machine, cache, machine.words[fields + machine.arrayField]! >>> 0, 0),
  )
  const shared = machine.words[fields + layout.CACHE_SHARED]! >>> 0
  if (shared !== NULL) withLockIrq(machine, () => drainArray(machine, cache, shared, 1))
  trace?.leave()
}

function drainArray(
  machine: Machine,
  cache: PhysicalAddress,
  array: number,
  isShared: 0 | 1,
): void {
  const fields = toPhysical(array) >> 2
  const avail = machine.words[fields + layout.AC_AVAIL]
  if (array === NULL || avail === undefined) throw badPointer(toPhysical(array))
  waitForOwnLock(machine, cache)
  machine.trace?.event('array-drained', avail, isShared)
  free_block(machine, cache, fields + layout.AC_ENTRY, avail)
  machine.words[fields + layout.AC_AVAIL] = 0
}
