/**
 * A learner's own refill: it says how many objects come from where, and the kernel takes them as it always does. What it
 * says is checked first. Linux: mm/slab.c cache_alloc_refill().
 */
import * as layout from '../layout.ts'
import { POINTER_BASE, type PhysicalAddress } from '../layout.ts'
import { list_add, list_del, listEntries } from '../list.ts'
import type { Machine } from '../machine.ts'
import { BUG, BUG_ON } from '../panic.ts'
import { slabNumber } from './slab_pages.ts'

/** A slab with free objects: its number in the cache, and how many of its objects are free. */
export interface RefillSlab {
  readonly slab: number
  readonly free: number
}

/** What a refill sees when it begins. */
export interface RefillState {
  /** Objects that the array may hold. It holds none. */
  readonly limit: number
  readonly batchcount: number
  /** 1 when somebody took from the array lately, 0 when not. */
  readonly touched: number
  /** Objects in the shared array. */
  readonly shared: number
  /** The slabs of the partial list, and of the free list, from head to tail. */
  readonly partial: readonly RefillSlab[]
  readonly free: readonly RefillSlab[]
}

/** `count` objects from a slab, by its number, or from the shared array. */
export interface Take {
  readonly slab: number | 'shared'
  readonly count: number
}

/** What a refill takes, in order. With nothing taken, the cache grows by a slab and is asked again. */
export type Refill = (state: RefillState) => readonly Take[]

/** A slab that a refill may take from, and whether it was on the free list. */
interface Found extends RefillSlab {
  readonly address: PhysicalAddress
  readonly wasFree: boolean
}

/** Says what the learner's refill takes; a BUG if that cannot be. `array` is the word index of its first field. */
export function planRefill(
  machine: Machine,
  cache: PhysicalAddress,
  array: number,
  refill: Refill,
): readonly Take[] {
  const { words } = machine
  const slabs = slabsToTakeFrom(machine, cache)
  const counts = (wasFree: boolean): RefillSlab[] =>
    slabs.filter((each) => each.wasFree === wasFree).map(({ slab, free }) => ({ slab, free }))
  const state: RefillState = {
    limit: words[array + layout.AC_LIMIT]!,
    batchcount: words[array + layout.AC_BATCHCOUNT]!,
    touched: words[array + layout.AC_TOUCHED]!,
    shared: inShared(words, cache),
    partial: counts(false),
    free: counts(true),
  }
  const takes = refill(state)
  const total = takes.reduce((sum, { count }) => sum + count, 0)
  BUG_ON(total > state.limit, `refill: ${total} objects do not fit into ${state.limit}`)
  const there = slabs.length > 0 || state.shared > 0
  BUG_ON(total === 0 && there, 'refill: takes nothing, and there are free objects')
  for (const [index, take] of takes.entries()) checkTake(take, index, state, slabs)
  BUG_ON(
    new Set(takes.map(({ slab }) => slab)).size < takes.length,
    'refill: the same slab is named twice',
  )
  return takes
}

function checkTake(
  { slab, count }: Take,
  index: number,
  { shared }: RefillState,
  slabs: readonly Found[],
): void {
  const what = slab === 'shared' ? 'the shared array' : `slab ${slab}`
  BUG_ON(slab === 'shared' && index > 0, 'refill: the shared array comes before all slabs')
  const free = slab === 'shared' ? shared : slabs.find((each) => each.slab === slab)?.free
  BUG_ON(free === undefined, `refill: ${what} is on neither list`)
  const possible = Number.isInteger(count) && count > 0 && count <= (free ?? 0)
  BUG_ON(!possible, `refill: ${count} objects from ${what}, which has ${free}`)
}

/**
 * Brings the slab of a take to the head of the partial list, where the kernel takes from. Returns whether it was a free
 * one.
 */
export function bringToHead(machine: Machine, cache: PhysicalAddress, { slab }: Take): boolean {
  const found = slabsToTakeFrom(machine, cache).find((each) => each.slab === slab)
  if (found === undefined) return BUG(`refill: slab ${slab} is gone`)
  list_del(machine.words, found.address)
  list_add(machine.words, found.address, cache + layout.CACHE_PARTIAL_BYTE)
  return found.wasFree
}

function slabsToTakeFrom(machine: Machine, cache: PhysicalAddress): Found[] {
  const { words } = machine
  const num = words[(cache >> 2) + layout.CACHE_NUM]!
  const list = (head: number, wasFree: boolean): Found[] =>
    listEntries(words, cache + head).map((address) => {
      const free = num - words[(address >> 2) + layout.SLAB_INUSE]!
      return { address, slab: slabNumber(machine, address), free, wasFree }
    })
  return [...list(layout.CACHE_PARTIAL_BYTE, false), ...list(layout.CACHE_FREE_BYTE, true)]
}

function inShared(words: Int32Array, cache: PhysicalAddress): number {
  const shared = words[(cache >> 2) + layout.CACHE_SHARED]!
  return shared === 0 ? 0 : words[((shared + POINTER_BASE) >> 2) + layout.AC_AVAIL]!
}
