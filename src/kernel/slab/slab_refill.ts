/**
 * How an empty array is filled: with a batch from the shared array, or, when that is empty, with objects of slabs.
 * Linux: mm/slab.c cache_alloc_refill().
 */
import * as layout from '../layout.ts'
import { POINTER_BASE, type PhysicalAddress } from '../layout.ts'
import { checkPointer, list_add, list_del } from '../list.ts'
import type { Machine } from '../machine.ts'
import type { Trace } from '../trace/trace.ts'
import { check_slabp, noteTaken } from './debug_slab.ts'
import { waitForOwnLock } from './own_lock.ts'
import { bringToHead, planRefill, type Refill } from './own_refill.ts'
import { slabNumber } from './slab_pages.ts'

/** A refill takes at most this many objects when the array was not used lately. */
const BATCHREFILL_LIMIT = 16

/** Fills an array, as far as there are objects. `array` is the word index of its first field. */
export function fillArray(machine: Machine, cache: PhysicalAddress, array: number): void {
  const { words, trace } = machine
  waitForOwnLock(machine, cache)
  let batchcount = words[array + layout.AC_BATCHCOUNT]!
  if (words[array + layout.AC_TOUCHED] === 0 && batchcount > BATCHREFILL_LIMIT) {
    batchcount = BATCHREFILL_LIMIT
  }
  const { refill } = machine.overrides
  if (refill !== undefined) return fillAsPlanned(machine, cache, array, batchcount, refill)
  if (trace !== null) tellRefill(words, trace, cache, array, batchcount)
  if (takeFromShared(machine, cache, array, batchcount)) return
  takeFromSlabs(machine, cache, array, batchcount)
  words[(cache >> 2) + layout.CACHE_FREE_OBJECTS]! -= words[array + layout.AC_AVAIL]!
}

/**
 * The same, with what a learner's refill says. `usual` objects are what the kernel would have wanted: with less than
 * that, it has looked at both lists to their ends.
 */
function fillAsPlanned(
  machine: Machine,
  cache: PhysicalAddress,
  array: number,
  usual: number,
  refill: Refill,
): void {
  const { words, trace } = machine
  const takes = planRefill(machine, cache, array, refill)
  const total = takes.reduce((sum, { count }) => sum + count, 0)
  if (trace !== null) tellRefill(words, trace, cache, array, total)
  const fields = cache >> 2
  let looked = total < usual
  for (const take of takes) {
    if (take.slab === 'shared') {
      takeFromShared(machine, cache, array, take.count)
      if (takes.length === 1) return
      continue
    }
    const before = words[array + layout.AC_AVAIL]!
    if (bringToHead(machine, cache, take)) looked = true
    takeFromSlabs(machine, cache, array, take.count)
    words[fields + layout.CACHE_FREE_OBJECTS]! -= words[array + layout.AC_AVAIL]! - before
  }
  if (total === 0) trace?.event('slabs-exhausted', usual, 0)
  if (looked) words[fields + layout.CACHE_FREE_TOUCHED] = 1
}

function tellRefill(
  words: Int32Array,
  trace: Trace,
  cache: PhysicalAddress,
  array: number,
  wanted: number,
): void {
  const shared = words[(cache >> 2) + layout.CACHE_SHARED]!
  trace.event(
    'refill',
    words[array + layout.AC_BATCHCOUNT]!,
    words[array + layout.AC_TOUCHED]!,
    BATCHREFILL_LIMIT,
    wanted,
    shared === 0 ? 0 : words[((shared + POINTER_BASE) >> 2) + layout.AC_AVAIL]!,
  )
}

/** Moves up to `most` objects from the top of the shared array. Returns false when it is empty. */
function takeFromShared(
  machine: Machine,
  cache: PhysicalAddress,
  array: number,
  most: number,
): boolean {
  const { words } = machine
  const pointer = words[(cache >> 2) + layout.CACHE_SHARED]!
  if (pointer === 0) return false
  const shared = (pointer + POINTER_BASE) >> 2
  const available = words[shared + layout.AC_AVAIL]!
  if (available === 0) return false
  const count = Math.min(most, available)
  const left = available - count
  machine.trace?.event('take-from-shared', available, most, count)
  words[shared + layout.AC_AVAIL] = left
  words[shared + layout.AC_TOUCHED] = 1
  words[array + layout.AC_AVAIL] = count
  const from = shared + layout.AC_ENTRY + left
  words.copyWithin(array + layout.AC_ENTRY, from, from + count)
  return true
}

/**
 * Takes up to `most` objects from slabs, partial ones first, each in the order of its free list. A slab that was
 * looked into goes to the head of the full or the partial list.
 */
function takeFromSlabs(
  machine: Machine,
  cache: PhysicalAddress,
  array: number,
  most: number,
): void {
  const { words, trace } = machine
  const halves = machine.memory.halves
  const { slabDebug } = machine.configuration
  const fields = cache >> 2
  const partial = cache + layout.CACHE_PARTIAL_BYTE
  const free = cache + layout.CACHE_FREE_BYTE
  const full = cache + layout.CACHE_FULL_BYTE
  const num = words[fields + layout.CACHE_NUM]!
  const objsize = words[fields + layout.CACHE_OBJSIZE]!
  let left = most
  let avail = words[array + layout.AC_AVAIL]!
  while (left > 0) {
    let slab = words[partial >> 2]! + POINTER_BASE
    if (slab === partial) {
      words[fields + layout.CACHE_FREE_TOUCHED] = 1
      slab = words[free >> 2]! + POINTER_BASE
      if (slab === free) {
        trace?.event('slabs-exhausted', most, avail)
        break
      }
    }
    checkPointer(words, slab)
    if (slabDebug) check_slabp(machine, cache, slab)
    const slabFields = slab >> 2
    const bufctl = (slab + layout.SIZEOF_SLAB) >> 1
    const s_mem = words[slabFields + layout.SLAB_S_MEM]!
    let inuse = words[slabFields + layout.SLAB_INUSE]!
    let next = halves[(slab + layout.SLAB_FREE_BYTE) >> 1]!
    const count = Math.min(left, num - inuse)
    const first = next
    if (trace !== null) {
      const from = inuse === 0 ? 'take-from-free' : 'take-from-partial'
      trace.event(from, slabNumber(machine, slab), inuse, num, left, count, next)
    }
    for (const end = avail + count; avail < end; avail++) {
      words[array + layout.AC_ENTRY + avail] = s_mem + Math.imul(next, objsize)
      next = halves[bufctl + next]!
    }
    if (slabDebug) noteTaken(machine, cache, slab, first, count)
    inuse += count
    left -= count
    words[slabFields + layout.SLAB_INUSE] = inuse
    halves[(slab + layout.SLAB_FREE_BYTE) >> 1] = next
    words[array + layout.AC_AVAIL] = avail
    if (trace !== null) {
      const to = next === layout.BUFCTL_END ? 'slab-to-full' : 'slab-to-partial'
      trace.event(to, slabNumber(machine, slab), inuse, num)
    }
    list_del(words, slab)
    list_add(words, slab, next === layout.BUFCTL_END ? full : partial)
  }
}
