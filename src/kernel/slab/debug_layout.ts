/**
 * What a kernel with slab debugging adds to each object and to each cache descriptor, and where it stands. An object
 * with red words and the word of its last user is, in this order: red word, object, red word, last user. The object
 * itself begins `dbghead` bytes into its place and has `reallen` bytes. Linux: mm/slab.c, with DEBUG and STATS.
 */
import { BYTES_PER_WORD, CACHE_FLAGS, CACHE_OBJSIZE, type PhysicalAddress } from '../layout.ts'
import { toVirtual } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { pagingRequest } from '../memory.ts'
import { DEBUG_DBGHEAD, DEBUG_REALLEN } from './debug_fields.ts'
import { SLAB_RED_ZONE, SLAB_STORE_USER } from './slab_flags.ts'

/** A red word of an object that nobody has. */
export const RED_INACTIVE = 0x5a2cf071
/** A red word of an object in use. */
export const RED_ACTIVE = 0x170fc2a5

/** What an object is filled with when it is handed out. */
export const POISON_INUSE = 0x5a
/** What an object that nobody has is filled with. */
export const POISON_FREE = 0x6b
/** The last byte of an object, in both. */
export const POISON_END = 0xa5

/** The link of an object that is not in its slab: it was taken into an array, and whoever has it got it from there. */
export const BUFCTL_FREE = 0xfffe

/** What of its cache decides where the words of an object stand. */
export interface DebugCache {
  /** Bytes from the place of an object to the object. */
  readonly dbghead: number
  /** Bytes of the object: as asked for, in whole words. */
  readonly reallen: number
  readonly objsize: number
  readonly flags: number
}

/** Reads that from a descriptor. */
export function debugCache(machine: Machine, cache: PhysicalAddress): DebugCache {
  const { words, debugFields } = machine
  const fields = cache >> 2
  return {
    dbghead: words[fields + debugFields + DEBUG_DBGHEAD]!,
    reallen: words[fields + debugFields + DEBUG_REALLEN]!,
    objsize: words[fields + CACHE_OBJSIZE]!,
    flags: words[fields + CACHE_FLAGS]!,
  }
}

/** Writes it into a new descriptor. */
export function writeDebugFields(
  machine: Machine,
  cache: PhysicalAddress,
  { dbghead, reallen }: Pick<DebugCache, 'dbghead' | 'reallen'>,
): void {
  const fields = (cache >> 2) + machine.debugFields
  machine.words[fields + DEBUG_DBGHEAD] = dbghead
  machine.words[fields + DEBUG_REALLEN] = reallen
}

/** Bytes from the place of an object to the object that its user gets. Linux: mm/slab.c obj_dbghead(). */
export function obj_dbghead(machine: Machine, cache: PhysicalAddress): number {
  return machine.words[(cache >> 2) + machine.debugFields + DEBUG_DBGHEAD]!
}

/** Bytes of an object without what debugging adds. Linux: mm/slab.c obj_reallen(). */
export function obj_reallen(machine: Machine, cache: PhysicalAddress): number {
  return machine.words[(cache >> 2) + machine.debugFields + DEBUG_REALLEN]!
}

/** True for a cache whose objects have red words. */
export function hasRedWords({ flags }: Pick<DebugCache, 'flags'>): boolean {
  return (flags & SLAB_RED_ZONE) !== 0
}

/** True for a cache whose objects have the word of their last user. */
export function hasUserWord({ flags }: Pick<DebugCache, 'flags'>): boolean {
  return (flags & SLAB_STORE_USER) !== 0
}

/** The red word before the object that has its place at `place`. Linux: mm/slab.c dbg_redzone1(). */
export function dbg_redzone1({ dbghead }: DebugCache, place: PhysicalAddress): PhysicalAddress {
  return place + dbghead - BYTES_PER_WORD
}

/** The red word behind it. Linux: mm/slab.c dbg_redzone2(). */
export function dbg_redzone2(cache: DebugCache, place: PhysicalAddress): PhysicalAddress {
  const behind = hasUserWord(cache) ? 2 * BYTES_PER_WORD : BYTES_PER_WORD
  return place + cache.objsize - behind
}

/** The word that says who had it last: the last one of its place. Linux: mm/slab.c dbg_userword(). */
export function dbg_userword({ objsize }: DebugCache, place: PhysicalAddress): PhysicalAddress {
  return place + objsize - BYTES_PER_WORD
}

/** A word at any address, even one that is no multiple of 4: a wrong pointer may lead anywhere. Unsigned. */
export function readWord(machine: Machine, at: PhysicalAddress): number {
  if ((at & 3) !== 0) return machine.memory.read(toVirtual(at), BYTES_PER_WORD)
  const word = machine.words[at >>> 2]
  if (word === undefined) throw pagingRequest(toVirtual(at))
  return word >>> 0
}

/** Writes a word at any address. */
export function writeWord(machine: Machine, at: PhysicalAddress, value: number): void {
  if ((at & 3) !== 0 || at >>> 2 >= machine.words.length) {
    machine.memory.write(toVirtual(at), BYTES_PER_WORD, value)
    return
  }
  machine.words[at >>> 2] = value
  machine.memory.touched[at >>> 12] = 1
}
