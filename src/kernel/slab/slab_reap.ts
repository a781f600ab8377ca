/**
 * The reaper: every two seconds each processor looks at all caches and takes back a little of what they did not need
 * lately. What was used since the last look is spared once. Linux: mm/slab.c cache_reap().
 */
import { lockIrq, unlockIrq, withLockIrq } from '../context/local_irq.ts'
import { cond_resched } from '../context/sleep.ts'
import { HZ, POINTER_BASE, type PhysicalAddress } from '../layout.ts'
import * as layout from '../layout.ts'
import { badPointer, list_del, list_empty, listEntries } from '../list.ts'
import { CACHE_CHAIN, type Machine } from '../machine.ts'
import { BUG_ON } from '../panic.ts'
import { schedule_delayed_work_on } from '../time/timer.ts'
import { check_irq_on } from './debug_irq.ts'
import { countReaped } from './debug_stats.ts'
import { SLAB_NO_REAP } from './slab_flags.ts'
import { free_block, slab_destroy } from './slab_free.ts'
import { slabNumber } from './slab_pages.ts'

/** Ticks between two rounds on a processor, to which its number is added. */
const REAPTIMEOUT_CPUC = 2 * HZ
/** Ticks between the first rounds of two processors. */
const TICKS_APART = 3
/** Ticks between two looks at the slab lists of a cache. */
const REAPTIMEOUT_LIST3 = 4 * HZ

/**
 * One round through all caches, newest first, but for those with SLAB_NO_REAP: a part of each array goes back to the
 * slabs, and, every four seconds, some free slabs to the page allocator. The arrays are those of this processor.
 * Linux: mm/slab.c cache_reap().
 */
export function cache_reap(machine: Machine): void {
  const { words, trace } = machine
  for (const next of listEntries(words, CACHE_CHAIN)) {
    const cache = next - layout.CACHE_NEXT_BYTE
    if ((words[(cache >> 2) + layout.CACHE_FLAGS]! & SLAB_NO_REAP) === 0) {
      if (trace === null) reap(machine, cache)
      else trace.call('cache_reap', cache, [], () => reap(machine, cache))
    }
    cond_resched(machine)
  }
}

/**
 * From now on each processor reaps, the first time after a second, then every two: each a little later than the one
 * before, so that they do not all want the same locks at once. Linux: mm/slab.c cpucache_init().
 */
export function cpucache_init(machine: Machine): void {
  for (const { id } of machine.cpus) start_cpu_timer(machine, id)
}

/** Linux: mm/slab.c start_cpu_timer(). */
function start_cpu_timer(machine: Machine, cpu: number): void {
  schedule_delayed_work_on(machine, cpu, () => reapInTime(machine), HZ + TICKS_APART * cpu)
}

/** A round of the reaper, after which the next one is planned. */
function reapInTime(machine: Machine): void {
  cache_reap(machine)
  const { id } = machine.cpu
  const delay = REAPTIMEOUT_CPUC + id
  machine.trace?.event('reaper-again', machine.jiffies, id, delay)
  schedule_delayed_work_on(machine, id, () => reapInTime(machine), delay)
}

/** Handlers may not come in between: they want the same arrays and lists. */
function reap(machine: Machine, cache: PhysicalAddress): void {
  check_irq_on(machine, 'cache_reap')
  withLockIrq(machine, () => reapLocked(machine, cache))
}

function reapLocked(machine: Machine, cache: PhysicalAddress): void {
  const { words, trace, jiffies } = machine
  const fields = cache >> 2
  drain_array_locked(machine, cache, words[fields + machine.arrayField]!, 0)
  const next_reap = words[fields + layout.CACHE_NEXT_REAP]!
  if (next_reap - jiffies > 0) {
    trace?.event('slabs-not-due', next_reap, jiffies)
    return
  }
  words[fields + layout.CACHE_NEXT_REAP] = jiffies + REAPTIMEOUT_LIST3
  const shared = words[fields + layout.CACHE_SHARED]!
  if (shared !== layout.NULL) drain_array_locked(machine, cache, shared, 1)
  if (words[fields + layout.CACHE_FREE_TOUCHED] !== 0) {
    trace?.event('free-list-spared')
    words[fields + layout.CACHE_FREE_TOUCHED] = 0
    return
  }
  reapSlabs(machine, cache)
}

/**
 * Gives the oldest objects of an array back: a fifth of what it may hold, or half of what it holds when that is less.
 * An array that was touched since the last look is spared. Linux: mm/slab.c drain_array_locked(). Differs: shrinking
 * empties whole arrays with it, too; see slab_destroy.ts.
 */
function drain_array_locked(
  machine: Machine,
  cache: PhysicalAddress,
  pointer: number,
  isShared: 0 | 1,
): void {
  const { words, trace } = machine
  const array = (pointer + POINTER_BASE) >> 2
  const avail = words[array + layout.AC_AVAIL]
  if (avail === undefined) throw badPointer(array << 2)
  if (words[array + layout.AC_TOUCHED] !== 0) {
    trace?.event('array-spared', avail, isShared)
    words[array + layout.AC_TOUCHED] = 0
    return
  }
  if (avail === 0) return
  const limit = words[array + layout.AC_LIMIT]!
  const fifth = Math.trunc((limit + 4) / 5)
  const count = fifth > avail ? (avail + 1) >> 1 : fifth
  trace?.event('array-trimmed', avail, limit, fifth, count, isShared)
  const entries = array + layout.AC_ENTRY
  free_block(machine, cache, entries, count)
  words[array + layout.AC_AVAIL] = avail - count
  words.copyWithin(entries, entries + count, entries + avail)
}

/**
 * Destroys a fifth of the slabs that the cache may keep free, from the head of the free list. A slab that is in no list
 * any more belongs to nobody else: while it is taken apart handlers may come.
 */
function reapSlabs(machine: Machine, cache: PhysicalAddress): void {
  const { words, trace } = machine
  const fields = cache >> 2
  const free = cache + layout.CACHE_FREE_BYTE
  const num = words[fields + layout.CACHE_NUM]!
  const free_limit = words[fields + layout.CACHE_FREE_LIMIT]!
  const most = Math.trunc((free_limit + 5 * num - 1) / (5 * num))
  trace?.event('reap-slabs', free_limit, num, most)
  for (let left = most; left > 0 && !list_empty(words, free); left--) {
    const slab = words[free >> 2]! + POINTER_BASE
    if (trace !== null) {
      const free_objects = words[fields + layout.CACHE_FREE_OBJECTS]!
      trace.event('slab-unused', slabNumber(machine, slab), free_objects)
    }
    const inuse = words[(slab >> 2) + layout.SLAB_INUSE]!
    BUG_ON(inuse !== 0, `cache_reap: ${inuse} objects of a free slab in use`)
    list_del(words, slab)
    if (machine.configuration.slabDebug) countReaped(machine, cache)
    words[fields + layout.CACHE_FREE_OBJECTS]! -= num
    unlockIrq(machine)
    slab_destroy(machine, cache, slab)
    lockIrq(machine)
  }
}
