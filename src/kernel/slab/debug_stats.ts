/**
 * The counters of a kernel with slab debugging: what happened to each cache since it was made. They stand behind the
 * other fields of a cache descriptor, and slabinfo shows them. Linux: mm/slab.c STATS.
 */
import { CACHE_FREE_BYTE, SLAB_INUSE, type PhysicalAddress } from '../layout.ts'
import { listEntries } from '../list.ts'
import type { Machine } from '../machine.ts'
import { BUG_ON } from '../panic.ts'
import {
  STATS_ALLOCHIT,
  STATS_ALLOCMISS,
  STATS_ERRORS,
  STATS_FREEHIT,
  STATS_FREEMISS,
  STATS_GROWN,
  STATS_HIGH_MARK,
  STATS_MAX_FREEABLE,
  STATS_NODE_ALLOCS,
  STATS_NUM_ACTIVE,
  STATS_NUM_ALLOCATIONS,
  STATS_REAPED,
} from './debug_fields.ts'

/** What slabinfo says of a cache beyond the ordinary, by its own names; all since the cache was made. */
export interface CacheStatistics {
  /** Objects that left their slab for an array. */
  readonly listallocs: number
  /** The most that were out of their slabs at a time. */
  readonly maxobjs: number
  /** Slabs added. */
  readonly grown: number
  /** Slabs that the reaper destroyed. */
  readonly reaped: number
  /** Nothing ever counts here in this version. */
  readonly error: number
  /** The longest free list that was seen after an array gave objects back. */
  readonly maxfreeable: number
  /** Objects asked for on a certain node; there is one node. */
  readonly nodeallocs: number
  /** Allocations that found an object in the array, and those that did not. */
  readonly allochit: number
  readonly allocmiss: number
  /** Objects given back that found room in the array, and those that did not. */
  readonly freehit: number
  readonly freemiss: number
  /** Objects that are out of their slabs now. Slabinfo does not show it. */
  readonly num_active: number
}

/** The counters of a cache; null in a kernel without slab debugging. */
export function statisticsOf(machine: Machine, cache: PhysicalAddress): CacheStatistics | null {
  if (!machine.configuration.slabDebug) return null
  const count = (field: number): number => machine.words[counter(machine, cache, field)]! >>> 0
  return {
    listallocs: count(STATS_NUM_ALLOCATIONS),
    maxobjs: count(STATS_HIGH_MARK),
    grown: count(STATS_GROWN),
    reaped: count(STATS_REAPED),
    error: count(STATS_ERRORS),
    maxfreeable: count(STATS_MAX_FREEABLE),
    nodeallocs: count(STATS_NODE_ALLOCS),
    allochit: count(STATS_ALLOCHIT),
    allocmiss: count(STATS_ALLOCMISS),
    freehit: count(STATS_FREEHIT),
    freemiss: count(STATS_FREEMISS),
    num_active: count(STATS_NUM_ACTIVE),
  }
}

function counter(machine: Machine, cache: PhysicalAddress, field: number): number {
  return (cache >> 2) + machine.debugFields + field
}

/** A hit is an array that has an object. */
export function countTaking(machine: Machine, cache: PhysicalAddress, hit: boolean): void {
  machine.words[counter(machine, cache, hit ? STATS_ALLOCHIT : STATS_ALLOCMISS)]!++
}

/** A hit is an array that has room. */
export function countGiving(machine: Machine, cache: PhysicalAddress, hit: boolean): void {
  machine.words[counter(machine, cache, hit ? STATS_FREEHIT : STATS_FREEMISS)]!++
}

/** So many objects left a slab. */
export function countFromSlab(machine: Machine, cache: PhysicalAddress, count: number): void {
  const { words } = machine
  const active = counter(machine, cache, STATS_NUM_ACTIVE)
  const high = counter(machine, cache, STATS_HIGH_MARK)
  words[active]! += count
  words[counter(machine, cache, STATS_NUM_ALLOCATIONS)]! += count
  words[high] = Math.max(words[high]!, words[active]!)
}

/** One came back. */
export function countToSlab(machine: Machine, cache: PhysicalAddress): void {
  machine.words[counter(machine, cache, STATS_NUM_ACTIVE)]!--
}

export function countGrown(machine: Machine, cache: PhysicalAddress): void {
  machine.words[counter(machine, cache, STATS_GROWN)]!++
}

export function countReaped(machine: Machine, cache: PhysicalAddress): void {
  machine.words[counter(machine, cache, STATS_REAPED)]!++
}

/** After an array gave objects back: how long is the free list? A slab in it that has objects in use stops the kernel. */
export function countFreeable(machine: Machine, cache: PhysicalAddress): void {
  const { words } = machine
  const most = counter(machine, cache, STATS_MAX_FREEABLE)
  const free = listEntries(words, cache + CACHE_FREE_BYTE)
  for (const slab of free) {
    const inuse = words[(slab >> 2) + SLAB_INUSE]!
    BUG_ON(inuse !== 0, `cache_flusharray: ${inuse} objects of a free slab in use`)
  }
  words[most] = Math.max(words[most]!, free.length)
}

/** An array that gives objects back has as many as it gives, and gives some. Else the kernel stops. */
export function checkFlush(batchcount: number, avail: number): void {
  const sound = batchcount > 0 && batchcount <= avail
  BUG_ON(!sound, `cache_flusharray: ${batchcount} of ${avail} objects cannot be given back`)
}
