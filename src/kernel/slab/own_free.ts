/**
 * Three steps of the way out that a learner's own functions may decide: whose object an address is, what leaves a full
 * array, and where the slabs of a batch go. They get plain numbers and answer with plain numbers; each answer is looked
 * at before it is carried out, so that the lists stay lists whatever it says. Who carries it out is slab_free.ts.
 */
import { hex } from '#lib/hex.ts'
import * as layout from '../layout.ts'
import { PAGE_SHIFT, POINTER_BASE, toPhysical, toVirtual } from '../layout.ts'
import type { PageFrame, PhysicalAddress, VirtualAddress } from '../layout.ts'
import { INIT_LIST_HEAD, list_add_tail, listEntries } from '../list.ts'
import type { Machine } from '../machine.ts'
import { PG_slab } from '../page/page_flags.ts'
import { BUG, BUG_ON } from '../panic.ts'
import { slabNumber } from './slab_pages.ts'

/** What of a struct page matters here. */
export interface PageFields {
  /** PG_slab: the page belongs to a slab. */
  readonly slab: boolean
  /** Of a page of a slab: where its cache descriptor (next) and its slab descriptor (prev) lie. NULL else. */
  readonly lru: { readonly next: VirtualAddress; readonly prev: VirtualAddress }
}

/** An object: where the descriptors of its cache and its slab lie, and its place in the slab, counted from 0. */
export interface FoundObject {
  readonly cache: VirtualAddress
  readonly slab: VirtualAddress
  readonly object: number
}

/** Finds the object at an address; null when its page belongs to no slab. */
export type FindObject = (
  address: VirtualAddress,
  pageOf: (frame: PageFrame) => PageFields,
  read32: (address: VirtualAddress) => number,
) => FoundObject | null

/** The entries of a full array, divided: each list in its order. */
export interface FlushPlan {
  readonly toShared: readonly VirtualAddress[]
  readonly toSlabs: readonly VirtualAddress[]
  readonly stay: readonly VirtualAddress[]
}

/** Divides the entries of a full array, oldest first; `room` is how many the shared array can take. */
export type FlushArray = (
  entries: readonly VirtualAddress[],
  batchcount: number,
  room: number,
) => FlushPlan

/** A slab by its number, and how many of its objects are not in it. */
export interface SlabCount {
  readonly slab: number
  readonly inuse: number
}

/** A cache before a batch comes back: its numbers, and its lists from head to tail. */
export interface CacheBefore {
  /** Objects in a slab. */
  readonly num: number
  readonly free_objects: number
  readonly free_limit: number
  readonly partial: readonly SlabCount[]
  readonly full: readonly SlabCount[]
  readonly free: readonly SlabCount[]
}

/** The slabs of a cache by their numbers, from head to tail, and those destroyed, in the order of their end. */
export interface ListsAfter {
  readonly partial: readonly number[]
  readonly full: readonly number[]
  readonly free: readonly number[]
  readonly destroyed: readonly number[]
}

/** Where each slab goes when the objects of a batch come back: for each object the number of its slab. */
export type FreeBlock = (cache: CacheBefore, batch: readonly number[]) => ListsAfter

/** Lists of slabs, by the addresses of their descriptors. */
interface Lists {
  readonly partial: readonly PhysicalAddress[]
  readonly full: readonly PhysicalAddress[]
  readonly free: readonly PhysicalAddress[]
  readonly destroyed: readonly PhysicalAddress[]
}

/** What the learner's function finds at an address of a slab's page. `caller` is who wants to know. */
export function askForObject(
  machine: Machine,
  find: FindObject,
  caller: string,
  address: VirtualAddress,
): FoundObject {
  const found = find(
    address,
    (frame) => pageFields(machine, frame),
    (from) => machine.memory.read(from, 4),
  )
  const frame = toPhysical(address) >>> PAGE_SHIFT
  if (found === null) return BUG(`${caller}: findObject found nothing at ${hex(address)}`)
  const { cache, slab, object } = found
  const { next, prev } = pageFields(machine, frame).lru
  BUG_ON(cache !== next, `${caller}: findObject: no cache of ${hex(address)}: ${hex(cache)}`)
  BUG_ON(slab !== prev, `${caller}: findObject: no slab of ${hex(address)}: ${hex(slab)}`)
  const num = machine.words[(toPhysical(cache) >> 2) + layout.CACHE_NUM]!
  const exists = Number.isInteger(object) && object >= 0 && object < num
  BUG_ON(!exists, `${caller}: findObject: a slab of ${num} has no object ${object}`)
  return found
}

function pageFields({ pages }: Machine, frame: PageFrame): PageFields {
  if (((pages.flags[frame] ?? 0) & PG_slab) === 0) {
    return { slab: false, lru: { next: layout.NULL, prev: layout.NULL } }
  }
  const next = toVirtual(pages.lru_next[frame]!)
  return { slab: true, lru: { next, prev: toVirtual(pages.lru_prev[frame]!) } }
}

/** What the learner's function lets leave an array, of which `array` is the first word. */
function askWhatLeaves(
  machine: Machine,
  flush: FlushArray,
  array: number,
  room: number,
): FlushPlan {
  const { words } = machine
  const first = array + layout.AC_ENTRY
  const entries = Array.from(
    words.subarray(first, first + words[array + layout.AC_AVAIL]!),
    (word) => word >>> 0,
  )
  const plan = flush([...entries], words[array + layout.AC_BATCHCOUNT]!, room)
  const answered = [...plan.toShared, ...plan.toSlabs, ...plan.stay]
  const rising = (list: readonly number[]) => [...list].sort((a, b) => a - b).join()
  BUG_ON(
    rising(answered) !== rising(entries),
    `cache_flusharray: of ${entries.length} entries ${answered.length} came out, or other ones`,
  )
  BUG_ON(
    plan.toShared.length > room,
    `cache_flusharray: ${plan.toShared.length} entries for the shared array, which has room for ${room}`,
  )
  const limit = words[array + layout.AC_LIMIT]!
  BUG_ON(plan.stay.length >= limit, `cache_flusharray: ${limit} entries stay: no room was made`)
  return plan
}

/** Where the learner's function sends the slabs when objects of these slabs come back. Nothing is changed yet. */
function askWhereSlabsGo(
  machine: Machine,
  free_block: FreeBlock,
  cache: PhysicalAddress,
  slabs: readonly PhysicalAddress[],
): Lists {
  const { words } = machine
  const fields = cache >> 2
  const num = words[fields + layout.CACHE_NUM]!
  const addresses = new Map<number, PhysicalAddress>()
  const inuse = new Map<number, number>()
  const list = (head: number): SlabCount[] =>
    listEntries(words, cache + head).map((address) => {
      const count = { slab: slabNumber(machine, address), inuse: inuseOf(words, address) }
      addresses.set(count.slab, address)
      inuse.set(count.slab, count.inuse)
      return count
    })
  const before: CacheBefore = {
    num,
    free_objects: words[fields + layout.CACHE_FREE_OBJECTS]!,
    free_limit: words[fields + layout.CACHE_FREE_LIMIT]!,
    partial: list(layout.CACHE_PARTIAL_BYTE),
    full: list(layout.CACHE_FULL_BYTE),
    free: list(layout.CACHE_FREE_BYTE),
  }
  const batch = slabs.map((slab) => slabNumber(machine, slab))
  const after = free_block(before, [...batch])
  for (const slab of batch) inuse.set(slab, (inuse.get(slab) ?? 0) - 1)
  checkLists(after, inuse, num)
  const places = (numbers: readonly number[]) => numbers.map((slab) => addresses.get(slab)!)
  const { partial, full, free, destroyed } = after
  return {
    partial: places(partial),
    full: places(full),
    free: places(free),
    destroyed: places(destroyed),
  }
}

const inuseOf = (words: Int32Array, slab: PhysicalAddress) =>
  words[(slab >> 2) + layout.SLAB_INUSE]!

/** Each slab is in one list, and in one that suits it. */
function checkLists(after: ListsAfter, inuse: ReadonlyMap<number, number>, num: number): void {
  const seen = new Set<number>()
  const check = (numbers: readonly number[], where: string, suits: (count: number) => boolean) => {
    for (const slab of numbers) {
      const count = inuse.get(slab)
      if (count === undefined) return BUG(`free_block: there is no slab ${slab}`)
      BUG_ON(seen.has(slab), `free_block: slab ${slab} comes twice`)
      BUG_ON(!suits(count), `free_block: slab ${slab}, ${count} of ${num} in use, is ${where}`)
      seen.add(slab)
    }
  }
  check(after.partial, 'among the partial ones', (count) => count > 0 && count < num)
  check(after.full, 'among the full ones', (count) => count === num)
  check(after.free, 'among the free ones', (count) => count === 0)
  check(after.destroyed, 'to be destroyed', (count) => count === 0)
  for (const slab of inuse.keys()) {
    BUG_ON(!seen.has(slab), `free_block: slab ${slab} is in no list any more`)
  }
}

/**
 * Flushes a full array as the learner's function says. `giveBack` gives so many entries, the first of the array, back to
 * their slabs.
 */
export function flushAsTold(
  machine: Machine,
  own: FlushArray,
  cache: PhysicalAddress,
  array: number,
  room: number,
  giveBack: (count: number) => void,
): void {
  const { words, trace } = machine
  const entries = array + layout.AC_ENTRY
  const { toShared, toSlabs, stay } = askWhatLeaves(machine, own, array, room)
  if (toShared.length > 0) {
    const shared = (words[(cache >> 2) + layout.CACHE_SHARED]! + POINTER_BASE) >> 2
    trace?.event('flush-to-shared', toShared.length, room)
    words.set(toShared, shared + layout.AC_ENTRY + words[shared + layout.AC_AVAIL]!)
    words[shared + layout.AC_AVAIL]! += toShared.length
  }
  if (toSlabs.length > 0) {
    words.set(toSlabs, entries)
    giveBack(toSlabs.length)
  }
  words.set(stay, entries)
  words[array + layout.AC_AVAIL] = stay.length
  trace?.event('flushed', stay.length)
}

/**
 * When the learner decides where slabs go: what is to be done with the lists once all objects are linked into their
 * slabs. null when the kernel decides itself. `entries` is the word index of the first pointer.
 */
export function slabsAsTold(
  machine: Machine,
  cache: PhysicalAddress,
  entries: number,
  count: number,
  destroy: (slab: PhysicalAddress) => void,
): (() => void) | null {
  const { words } = machine
  const own = machine.overrides.free_block
  if (own === undefined) return null
  const slabs = Array.from(words.subarray(entries, entries + count), (pointer) => {
    const { slab, lru } = pageFields(machine, (pointer + POINTER_BASE) >>> PAGE_SHIFT)
    BUG_ON(!slab, `free_block: not slab: ${hex(pointer >>> 0)}`)
    return toPhysical(lru.prev)
  })
  const after = askWhereSlabsGo(machine, own, cache, slabs)
  return () => {
    for (const [head, list] of [
      [layout.CACHE_PARTIAL_BYTE, after.partial],
      [layout.CACHE_FULL_BYTE, after.full],
      [layout.CACHE_FREE_BYTE, after.free],
    ] as const) {
      INIT_LIST_HEAD(words, cache + head)
      for (const slab of list) list_add_tail(words, slab, cache + head)
    }
    for (const slab of after.destroyed) destroy(slab)
  }
}
