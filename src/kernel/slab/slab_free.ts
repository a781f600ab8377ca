/**
 * The slab allocator's way out: an object goes into the array of this processor; a full array first gives its
 * oldest objects back to their slabs; an empty slab stays for a while or is destroyed. Linux: mm/slab.c.
 */
import { hex } from '#lib/hex.ts'
import { KERNEL_START } from '../boot/bootmem.ts'
import { withIrqsOff, withLockIrqsave } from '../context/local_irq.ts'
import * as layout from '../layout.ts'
import { PAGE_SHIFT, POINTER_BASE, toPhysical, toVirtual } from '../layout.ts'
import type { PageFrame, PhysicalAddress, VirtualAddress } from '../layout.ts'
import { badPointer, list_add, list_add_tail, list_del } from '../list.ts'
import type { Machine } from '../machine.ts'
import { PG_slab } from '../page/page_flags.ts'
import { BUG, BUG_ON } from '../panic.ts'
import { call_rcu } from '../time/rcu.ts'
import { cache_free_debugcheck } from './debug_free.ts'
import { checkComingBack, checkDestroyedObjects } from './debug_slab.ts'
import { checkFlush, countFreeable, countGiving } from './debug_stats.ts'
import { pushOwn } from './own_array.ts'
import { askForObject, flushAsTold, slabsAsTold } from './own_free.ts'
import { waitForOwnLock, withOwnLock } from './own_lock.ts'
import { CFLGS_OFF_SLAB, SLAB_DESTROY_BY_RCU } from './slab_flags.ts'
import { kmem_freepages, slabFrame, slabNumber } from './slab_pages.ts'

/**
 * Gives an object back to its cache on a plain machine: on top of the array. Nothing is checked, so the same object
 * freed twice is in the array twice, and two later allocations share it. Here each instruction counts: `pointer` is the
 * object's virtual address as it stands in memory, as a signed number. Linux: mm/slab.c __cache_free().
 */
export function __cache_free(machine: Machine, cache: PhysicalAddress, pointer: number): void {
  const { words } = machine
  const array = (words[(cache >> 2) + layout.CACHE_ARRAY]! + POINTER_BASE) >> 2
  const avail = words[array + layout.AC_AVAIL]
  if (avail === undefined || avail >= words[array + layout.AC_LIMIT]!) {
    return putInto(machine, cache, array, pointer + POINTER_BASE)
  }
  words[array + layout.AC_ENTRY + avail] = pointer
  words[array + layout.AC_AVAIL] = avail + 1
}

/** Puts an object on top of an array, which first gives back a batch when it is full. */
function putInto(
  machine: Machine,
  cache: PhysicalAddress,
  array: number,
  object: PhysicalAddress,
): void {
  const { words } = machine
  let avail = words[array + layout.AC_AVAIL]
  if (avail === undefined) throw badPointer(array << 2)
  const { pushArray } = machine.overrides
  if (pushArray !== undefined) {
    if (pushOwn(machine, array, object, pushArray)) return
    cache_flusharray(machine, cache, array)
    return BUG_ON(!pushOwn(machine, array, object, pushArray), 'pushArray: full after a flush')
  }
  if (avail >= words[array + layout.AC_LIMIT]!) {
    cache_flusharray(machine, cache, array)
    avail = words[array + layout.AC_AVAIL]!
  }
  words[array + layout.AC_ENTRY + avail] = object - POINTER_BASE
  words[array + layout.AC_AVAIL] = avail + 1
}

/**
 * __cache_free() for all other callers and machines: what is more to it on a machine that is not plain stands here,
 * and the array is that of whatever processor runs. `caller` is the function that gives, which slab debugging notes.
 */
export function cacheFree(
  machine: Machine,
  cache: PhysicalAddress,
  object: PhysicalAddress,
  caller = machine.callers.name,
): void {
  const { words, trace } = machine
  const { slabDebug } = machine.configuration
  const array = (words[(cache >> 2) + machine.arrayField]! + POINTER_BASE) >> 2
  if (trace === null && !slabDebug) return putInto(machine, cache, array, object)
  trace?.enter('__cache_free', cache, toVirtual(object))
  const place = slabDebug ? cache_free_debugcheck(machine, cache, object, caller) : object
  const avail = words[array + layout.AC_AVAIL]
  if (avail === undefined) throw badPointer(array << 2)
  const limit = words[array + layout.AC_LIMIT]!
  trace?.event(avail < limit ? 'array-room' : 'array-full', avail, limit)
  if (slabDebug) countGiving(machine, cache, avail < limit)
  putInto(machine, cache, array, place)
  trace?.leave()
}

/** Gives an object back to a cache. Linux: mm/slab.c kmem_cache_free(). */
export function kmem_cache_free(
  machine: Machine,
  cache: PhysicalAddress,
  address: VirtualAddress,
): void {
  if (machine.plain) return __cache_free(machine, cache, address | 0)
  const { trace } = machine
  if (trace === null) return cacheFree(machine, cache, toPhysical(address))
  trace.call('kmem_cache_free', cache, [address], () =>
    withIrqsOff(machine, () => cacheFree(machine, cache, toPhysical(address))),
  )
}

/**
 * Makes room in a full array: its oldest batch goes to the shared array as far as there is room, else to the
 * slabs; the rest moves down. Linux: mm/slab.c cache_flusharray().
 */
function cache_flusharray(machine: Machine, cache: PhysicalAddress, array: number): void {
  const { words, trace } = machine
  const entries = array + layout.AC_ENTRY
  let batchcount = words[array + layout.AC_BATCHCOUNT]!
  trace?.enter('cache_flusharray', cache)
  waitForOwnLock(machine, cache)
  const pointer = words[(cache >> 2) + layout.CACHE_SHARED]!
  const shared = (pointer + POINTER_BASE) >> 2
  const room =
    pointer === 0 ? 0 : words[shared + layout.AC_LIMIT]! - words[shared + layout.AC_AVAIL]!
  if (machine.configuration.slabDebug) checkFlush(batchcount, words[array + layout.AC_AVAIL]!)
  trace?.event('flush', words[array + layout.AC_AVAIL]!, batchcount, room)
  const own = machine.plain ? undefined : machine.overrides.cache_flusharray
  if (own !== undefined) {
    const giveBack = (count: number) =>
      withLockIrqsave(machine, () => free_block(machine, cache, entries, count))
    flushAsTold(machine, own, cache, array, room, giveBack)
    trace?.leave()
    return
  }
  if (room > 0) {
    batchcount = Math.min(batchcount, room)
    trace?.event('flush-to-shared', batchcount, room)
    const to = shared + layout.AC_ENTRY + words[shared + layout.AC_AVAIL]!
    words.copyWithin(to, entries, entries + batchcount)
    words[shared + layout.AC_AVAIL]! += batchcount
  } else {
    withLockIrqsave(machine, () => free_block(machine, cache, entries, batchcount))
  }
  if (machine.configuration.slabDebug) countFreeable(machine, cache)
  const left = words[array + layout.AC_AVAIL]! - batchcount
  words[array + layout.AC_AVAIL] = left
  // A loop: for so few words it is faster than copyWithin().
  for (let i = 0; i < left; i++) words[entries + i] = words[entries + batchcount + i]!
  trace?.event('flushed', left)
  trace?.leave()
}

/**
 * Gives objects back to their slabs, in the order of the entries. The count of free objects rises by all of them
 * first, so a slab that becomes empty early may be destroyed although the count would allow it to stay.
 * `entries` is the word index of the first pointer. Linux: mm/slab.c free_block().
 */
export function free_block(
  machine: Machine,
  cache: PhysicalAddress,
  entries: number,
  count: number,
): void {
  if (machine.plain) freeBlockPlainly(machine, cache, entries, count)
  else generalFreeBlock(machine, cache, entries, count)
}

/**
 * On a plain machine there is nothing to tell of a single object, and those of one page mostly come one after the
 * other: what changes in their slab is written once.
 */
function freeBlockPlainly(
  machine: Machine,
  cache: PhysicalAddress,
  entries: number,
  count: number,
): void {
  const { words } = machine
  const { flags, lru_prev } = machine.pages
  const { halves } = machine.memory
  const objsize = words[(cache >> 2) + layout.CACHE_OBJSIZE]! >>> 0
  const partial = cache + layout.CACHE_PARTIAL_BYTE
  words[(cache >> 2) + layout.CACHE_FREE_OBJECTS]! += count
  for (let i = 0; i < count;) {
    let pointer = words[entries + i]!
    const frame = (pointer + POINTER_BASE) >>> PAGE_SHIFT
    if ((flags[frame]! & PG_slab) === 0) notSlab('free_block', pointer + POINTER_BASE)
    const slab = lru_prev[frame]!
    const s_mem = words[(slab >> 2) + layout.SLAB_S_MEM]!
    const bufctl = (slab + layout.SIZEOF_SLAB) >> 1
    const before = words[(slab >> 2) + layout.SLAB_INUSE]!
    let inuse = before
    let free = halves[(slab + layout.SLAB_FREE_BYTE) >> 1]!
    do {
      const index = (((pointer - s_mem) >>> 0) / objsize) >>> 0
      halves[bufctl + index] = free
      free = index & 0xffff
      inuse--
      if (++i === count) break
      pointer = words[entries + i]!
    } while (inuse !== 0 && (pointer + POINTER_BASE) >>> PAGE_SHIFT === frame)
    halves[(slab + layout.SLAB_FREE_BYTE) >> 1] = free
    words[(slab >> 2) + layout.SLAB_INUSE] = inuse
    // The first of them made it the last partial slab, if any was left then.
    if (before !== 1 && words[slab >> 2]! + POINTER_BASE !== partial) {
      list_del(words, slab)
      list_add_tail(words, slab, partial)
    }
    if (inuse === 0) {
      list_del(words, slab)
      keepOrDestroy(machine, cache, slab)
    }
  }
}

function generalFreeBlock(
  machine: Machine,
  cache: PhysicalAddress,
  entries: number,
  count: number,
): void {
  const { words, trace } = machine
  const { flags, lru_prev } = machine.pages
  const halves = machine.memory.halves
  const { slabDebug } = machine.configuration
  const { findObject } = machine.overrides
  const fields = cache >> 2
  const objsize = words[fields + layout.CACHE_OBJSIZE]! >>> 0
  const partial = cache + layout.CACHE_PARTIAL_BYTE
  trace?.enter('free_block', cache, count)
  trace?.event('free-objects-raised', count, words[fields + layout.CACHE_FREE_OBJECTS]!)
  const settle = slabsAsTold(machine, cache, entries, count, (slab) => {
    words[fields + layout.CACHE_FREE_OBJECTS]! -= words[fields + layout.CACHE_NUM]!
    slab_destroy(machine, cache, slab)
  })
  words[fields + layout.CACHE_FREE_OBJECTS]! += count
  for (let i = 0; i < count; i++) {
    const pointer = words[entries + i]!
    const frame = (pointer + POINTER_BASE) >>> PAGE_SHIFT
    if ((flags[frame]! & PG_slab) === 0) notSlab('free_block', pointer + POINTER_BASE)
    let slab = lru_prev[frame]!
    const slabFields = slab >> 2
    const offset = (pointer - words[slabFields + layout.SLAB_S_MEM]!) >>> 0
    let index = (offset / objsize) >>> 0
    if (findObject !== undefined) {
      const found = askForObject(machine, findObject, 'free_block', pointer >>> 0)
      slab = toPhysical(found.slab)
      index = found.object
    }
    if (slabDebug) checkComingBack(machine, cache, slab, index, pointer + POINTER_BASE)
    const inuse = words[slabFields + layout.SLAB_INUSE]! - 1
    if (trace !== null) {
      trace.event('object-to-slab', pointer >>> 0, slabNumber(machine, slab), index, inuse)
    }
    const freeHalf = (slab + layout.SLAB_FREE_BYTE) >> 1
    halves[((slab + layout.SIZEOF_SLAB) >> 1) + index] = halves[freeHalf]!
    halves[freeHalf] = index
    words[slabFields + layout.SLAB_INUSE] = inuse
    if (settle !== null) continue
    if (inuse !== 0) {
      // Already the last partial slab: taking it out and putting it back would change nothing.
      if (words[slabFields]! + POINTER_BASE === partial) continue
      if (trace !== null) trace.event('slab-to-partial-tail', slabNumber(machine, slab), inuse)
      list_del(words, slab)
      list_add_tail(words, slab, partial)
    } else {
      list_del(words, slab)
      keepOrDestroy(machine, cache, slab)
    }
  }
  settle?.()
  trace?.leave()
}

/** An empty slab stays, first in the free list, unless there are more free objects than the cache may keep. */
function keepOrDestroy(machine: Machine, cache: PhysicalAddress, slab: PhysicalAddress): void {
  const { words, trace } = machine
  const fields = cache >> 2
  const free_objects = words[fields + layout.CACHE_FREE_OBJECTS]!
  const free_limit = words[fields + layout.CACHE_FREE_LIMIT]!
  if (trace !== null) {
    const decision = free_objects > free_limit ? 'slab-not-kept' : 'slab-kept'
    trace.event(decision, slabNumber(machine, slab), free_objects, free_limit)
  }
  if (free_objects > free_limit) {
    words[fields + layout.CACHE_FREE_OBJECTS]! -= words[fields + layout.CACHE_NUM]!
    if (!machine.configuration.smp) slab_destroy(machine, cache, slab)
    else withOwnLock(machine, cache, () => slab_destroy(machine, cache, slab))
  } else {
    list_add(words, slab, cache + layout.CACHE_FREE_BYTE)
  }
}

/**
 * Takes a slab apart: destructors, then the pages go back, then an off-slab descriptor goes back to its cache. With
 * DESTROY_BY_RCU both wait for a grace period. Linux: mm/slab.c slab_destroy().
 */
export function slab_destroy(
  machine: Machine,
  cache: PhysicalAddress,
  slab: PhysicalAddress,
): void {
  const { words, pages, trace } = machine
  const fields = cache >> 2
  const s_mem = words[(slab >> 2) + layout.SLAB_S_MEM]!
  const frame = slabFrame(words, slab)
  trace?.enter('slab_destroy', cache, pages.slabNumber[frame]!)
  if (machine.configuration.slabDebug) checkDestroyedObjects(machine, cache, slab)
  else if (words[fields + layout.CACHE_DTOR] !== 0) destruct(machine, cache, s_mem >>> 0)
  if ((words[fields + layout.CACHE_FLAGS]! & SLAB_DESTROY_BY_RCU) === 0) {
    releaseSlab(machine, cache, slab, frame, 'slab_destroy')
  } else {
    trace?.event('slab-outlives', pages.slabNumber[frame]!, frame)
    writeSlabRcu(words, cache, slab, frame)
    call_rcu(machine, slab, kmem_rcu_free)
  }
  trace?.leave()
}

/** The pages of a slab and its descriptor are free memory from here on. */
function releaseSlab(
  machine: Machine,
  cache: PhysicalAddress,
  slab: PhysicalAddress,
  frame: PageFrame,
  caller: string,
): void {
  const { words, pages, trace } = machine
  const fields = cache >> 2
  trace?.event('slab-destroyed', pages.slabNumber[frame]!, frame)
  kmem_freepages(machine, cache, frame)
  if ((words[fields + layout.CACHE_FLAGS]! & CFLGS_OFF_SLAB) !== 0) {
    const slabp_cache = words[fields + layout.CACHE_SLABP_CACHE]! + POINTER_BASE
    cacheFree(machine, slabp_cache, slab, caller)
  }
}

/** What is left to do stands where the slab's descriptor stood. Linux: mm/slab.c struct slab_rcu. */
function writeSlabRcu(
  words: Int32Array,
  cache: PhysicalAddress,
  slab: PhysicalAddress,
  frame: PageFrame,
): void {
  const fields = slab >> 2
  words[fields + layout.RCU_HEAD_NEXT] = layout.NULL
  words[fields + layout.RCU_HEAD_FUNC] = KERNEL_START - POINTER_BASE
  words[fields + layout.SLAB_RCU_CACHEP] = cache - POINTER_BASE
  words[fields + layout.SLAB_RCU_ADDR] = (frame << PAGE_SHIFT) - POINTER_BASE
}

/** The grace period is over: nobody looks at the objects of the slab any more. Linux: mm/slab.c kmem_rcu_free(). */
function kmem_rcu_free(machine: Machine, slab: PhysicalAddress): void {
  const { words, pages, trace } = machine
  const cache = words[(slab >> 2) + layout.SLAB_RCU_CACHEP]! + POINTER_BASE
  const frame = (words[(slab >> 2) + layout.SLAB_RCU_ADDR]! + POINTER_BASE) >>> PAGE_SHIFT
  trace?.enter('kmem_rcu_free', cache, pages.slabNumber[frame]!)
  releaseSlab(machine, cache, slab, frame, 'kmem_rcu_free')
  trace?.leave()
}

function destruct(machine: Machine, cache: PhysicalAddress, s_mem: number): void {
  const handle = machine.caches.get(cache)
  if (handle?.dtor == null) return
  const { trace } = machine
  for (let i = 0; i < handle.num; i++) {
    const object = s_mem + i * handle.objsize
    trace?.event('destructed', object, i)
    handle.dtor(object, handle, 0)
  }
}

/**
 * The end for a pointer that no slab stands behind. Differs: the kernel without debugging does not ask; it takes
 * whatever stands in the struct page for a cache and goes wrong from there, at a place nobody can foretell.
 */
export function notSlab(caller: string, object: PhysicalAddress): never {
  return BUG(`${caller}: not slab: ${hex((object - POINTER_BASE) >>> 0)}`)
}
