/** How large the arrays of a cache are, and how they are replaced. Linux: mm/slab.c. */
import { withLockIrq } from '../context/local_irq.ts'
import * as layout from '../layout.ts'
import { NULL, PAGE_SIZE, type PhysicalAddress, type VirtualAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { printk } from '../printk.ts'
import { alloc_arraycache, freeLimit, smp_call_function_all_cpus } from './cpu_arrays.ts'
import { calledFrom } from './debug_callers.ts'
import { kfree } from './kmalloc.ts'
import { waitForOwnLock } from './own_lock.ts'
import { free_block } from './slab_free.ts'

const ENOMEM = 12
/** The entry for "batchcount" of a shared array, which nobody reads. */
const UNUSED_BATCHCOUNT = 0xbaadf00d

/**
 * Objects that the array of a cache may hold: the larger the objects, the fewer.
 * Linux: mm/slab.c enable_cpucache().
 */
function arrayLimit(objsize: number): number {
  if (objsize > 131072) return 1
  if (objsize > PAGE_SIZE) return 8
  if (objsize > 1024) return 24
  if (objsize > 256) return 54
  return 120
}

/** Slab debugging keeps arrays short: a batch costs it much, and interrupts are off all the while. */
const MOST_WITH_DEBUGGING = 32

/** Batches that the shared array of a cache may hold on a kernel for several processors, if objects are at most a page. */
const SHARED_FACTOR = 8

/**
 * Gives a cache arrays of the size that suits its objects. When there is no memory it keeps the ones it has, and a
 * new cache has none: the first allocation from it is an oops. On a kernel for one processor there is a shared array
 * too, but without room. Linux: mm/slab.c enable_cpucache().
 */
export function enable_cpucache(machine: Machine, cache: PhysicalAddress): void {
  const objsize = machine.words[(cache >> 2) + layout.CACHE_OBJSIZE]!
  const most = arrayLimit(objsize)
  const limit = machine.configuration.slabDebug ? Math.min(most, MOST_WITH_DEBUGGING) : most
  const shared = machine.configuration.smp && objsize <= PAGE_SIZE ? SHARED_FACTOR : 0
  machine.trace?.event('array-size', objsize, limit, (limit + 1) >> 1, shared)
  const error = do_tune_cpucache(machine, cache, limit, (limit + 1) >> 1, shared)
  if (error !== 0) {
    const name = machine.caches.get(cache)?.name
    printk(machine, `enable_cpucache failed for ${name}, error ${-error}.`)
  }
}

/**
 * Replaces the arrays of a cache: the objects in the old ones go back to the slabs, the old ones are freed.
 * Returns 0, or -12 when there is no memory. Linux: mm/slab.c do_tune_cpucache().
 */
export function do_tune_cpucache(
  machine: Machine,
  cache: PhysicalAddress,
  limit: number,
  batchcount: number,
  shared: number,
): number {
  const { trace } = machine
  if (trace === null) return replaceArrays(machine, cache, limit, batchcount, shared)
  return trace.call('do_tune_cpucache', cache, [limit, batchcount, shared], () =>
    replaceArrays(machine, cache, limit, batchcount, shared),
  )
}

function replaceArrays(
  machine: Machine,
  cache: PhysicalAddress,
  limit: number,
  batchcount: number,
  shared: number,
): number {
  const { words, trace } = machine
  const fields = cache >> 2
  const arrays = newArrays(machine, limit, batchcount)
  if (arrays === null) {
    trace?.event('no-array', limit)
    return -ENOMEM
  }
  const num = words[fields + layout.CACHE_NUM]!
  trace?.event('array-replaced', limit, batchcount, num, machine.cpus.length)
  smp_call_function_all_cpus(machine, () => do_ccupdate_local(machine, cache, arrays))
  words[fields + layout.CACHE_BATCHCOUNT] = batchcount
  words[fields + layout.CACHE_LIMIT] = limit
  words[fields + layout.CACHE_FREE_LIMIT] = freeLimit(machine, batchcount, num)
  for (const old of arrays) giveBack(machine, cache, old, 0)

  const newShared = alloc_arraycache(machine, batchcount * shared, UNUSED_BATCHCOUNT, false)
  if (newShared !== NULL) {
    const oldShared = words[fields + layout.CACHE_SHARED]! >>> 0
    words[fields + layout.CACHE_SHARED] = newShared
    giveBack(machine, cache, oldShared, 1)
  }
  return 0
}

/** An empty array for each processor; null, and none of them, when there is no memory for all. */
function newArrays(machine: Machine, limit: number, batchcount: number): VirtualAddress[] | null {
  const arrays: VirtualAddress[] = []
  while (arrays.length < machine.cpus.length) {
    const array = alloc_arraycache(machine, limit, batchcount)
    if (array === NULL) {
      calledFrom(machine, 'do_tune_cpucache', () => {
        for (const made of arrays.reverse()) kfree(machine, made)
      })
      return null
    }
    arrays.push(array)
  }
  return arrays
}

/** A processor takes its new array and puts the old one in its place. Linux: mm/slab.c do_ccupdate_local(). */
function do_ccupdate_local(
  { words, arrayField, cpu }: Machine,
  cache: PhysicalAddress,
  arrays: VirtualAddress[],
): void {
  const field = (cache >> 2) + arrayField
  const old = words[field]! >>> 0
  words[field] = arrays[cpu.id]!
  arrays[cpu.id] = old
}

/** Returns what lies in an array to its slabs, and the array to its cache. `isShared` is told to whoever looks on. */
function giveBack(
  machine: Machine,
  cache: PhysicalAddress,
  array: VirtualAddress,
  isShared: 0 | 1,
): void {
  if (array === NULL) return
  const fields = (array - layout.PAGE_OFFSET) >> 2
  const avail = machine.words[fields + layout.AC_AVAIL]!
  waitForOwnLock(machine, cache)
  machine.trace?.event('array-drained', avail, isShared)
  withLockIrq(machine, () => free_block(machine, cache, fields + layout.AC_ENTRY, avail))
  calledFrom(machine, 'do_tune_cpucache', () => kfree(machine, array))
}
