/**
 * Looking at one object of a machine with slab debugging: what debugging keeps around it and in it, and what that says.
 * Everything is read from simulated memory, and nothing is changed. For figures: `layout` has the parts of the place
 * of an object in the order in which they stand, with their addresses.
 */
import { locate, slabAt } from './inspect.ts'
import type { Kernel } from './kernel.ts'
import { BYTES_PER_WORD, toPhysical, toVirtual } from './layout.ts'
import type { PhysicalAddress, VirtualAddress } from './layout.ts'
import type { kmem_cache } from './slab/cache.ts'
import {
  dbg_redzone1,
  dbg_redzone2,
  dbg_userword,
  hasRedWords,
  hasUserWord,
  POISON_END,
  POISON_INUSE,
  readWord,
  RED_ACTIVE,
  RED_INACTIVE,
} from './slab/debug_layout.ts'
import { firstWrongByte, poisonAt } from './slab/debug_poison.ts'
import { statisticsOf as counters, type CacheStatistics } from './slab/debug_stats.ts'
import { SLAB_POISON } from './slab/slab_flags.ts'

/** A red word, and what it says: `overwritten` when it is neither of the two that the kernel writes. */
export interface RedWord {
  readonly address: VirtualAddress
  readonly value: number
  readonly says: 'active' | 'inactive' | 'overwritten'
}

/** The last code that took or gave back an object. */
export interface LastUser {
  readonly address: VirtualAddress
  /** Where the note stands. */
  readonly noted: VirtualAddress
  /** `driver_read+0x5/0x10`; null when no caller stands at the address. */
  readonly name: string | null
}

/** A byte that is not what it has to be. */
export interface WrongByte {
  /** Bytes from the start of the object. */
  readonly offset: number
  readonly value: number
  readonly expected: number
}

/** What lies in the place of an object, in this order. */
export interface PlacePart {
  readonly part: 'red word' | 'object' | 'last user'
  readonly address: VirtualAddress
  readonly bytes: number
}

export interface DebugState {
  readonly cache: kmem_cache
  /** Number of the slab in its cache, and of the object in its slab. */
  readonly slab: number
  readonly index: number
  /** Where the object begins for its user, and how long it is. */
  readonly object: VirtualAddress
  readonly bytes: number
  /** Who has it: somebody, an array, or its slab. */
  readonly state: 'in use' | 'in array' | 'in slab'
  readonly layout: readonly PlacePart[]
  /** The words before and behind it; null when the cache has none. */
  readonly redWords: { readonly before: RedWord; readonly behind: RedWord } | null
  /** What both red words have to say now. */
  readonly expected: 'active' | 'inactive'
  /** null when the cache has no such word, or nobody had the object yet. */
  readonly lastUser: LastUser | null
  /**
   * Of an object that nobody has: is its poison whole, and where not? `wrong` is the first such byte. null when
   * somebody has it, and in a cache without poison.
   */
  readonly poison: { readonly whole: boolean; readonly wrong: WrongByte | null } | null
  /**
   * Of an object that somebody has: how many of its bytes still hold what it was filled with when it was handed out.
   * 0 when nobody has it, and in a cache without poison.
   */
  readonly neverWritten: number
}

/**
 * What slab debugging knows of the object at an address (that of the object, or any in its place). null on a machine
 * without slab debugging, and when no object is there.
 */
export function debugStateOf(kernel: Kernel, address: VirtualAddress): DebugState | null {
  const found = slabAt(kernel, address)
  const place = locate(kernel, address)
  if (!kernel.configuration.slabDebug || found === null || place === null) return null
  const { cache, slab } = found
  const start = toPhysical(slab.s_mem + place.object * cache.objsize)
  const { state } = place
  const object = toVirtual(start + cache.dbghead)
  const common = {
    cache,
    slab: slab.number,
    index: place.object,
    object,
    bytes: cache.reallen,
    state,
  }
  const isUsed = state === 'in use'
  const poisons = (cache.flags & SLAB_POISON) !== 0
  return {
    ...common,
    layout: partsOf(cache, start),
    redWords: redWordsOf(kernel, cache, start),
    expected: isUsed ? 'active' : 'inactive',
    lastUser: lastUserOf(kernel, cache, start),
    poison: poisons && !isUsed ? poisonOf(kernel, cache, start) : null,
    neverWritten: poisons && isUsed ? stillFilled(kernel, object, cache.reallen) : 0,
  }
}

/** What slabinfo says of a cache beyond the ordinary; null on a machine without slab debugging. */
export function statisticsOf(kernel: Kernel, cache: kmem_cache): CacheStatistics | null {
  return counters(kernel.machine, cache.descriptor)
}

function partsOf(cache: kmem_cache, place: PhysicalAddress): PlacePart[] {
  const word = (part: 'red word' | 'last user', at: PhysicalAddress): PlacePart => ({
    part,
    address: toVirtual(at),
    bytes: BYTES_PER_WORD,
  })
  return [
    ...(hasRedWords(cache) ? [word('red word', dbg_redzone1(cache, place))] : []),
    { part: 'object', address: toVirtual(place + cache.dbghead), bytes: cache.reallen },
    ...(hasRedWords(cache) ? [word('red word', dbg_redzone2(cache, place))] : []),
    ...(hasUserWord(cache) ? [word('last user', dbg_userword(cache, place))] : []),
  ]
}

function redWordsOf(
  { machine }: Kernel,
  cache: kmem_cache,
  place: PhysicalAddress,
): DebugState['redWords'] {
  if (!hasRedWords(cache)) return null
  const read = (at: PhysicalAddress): RedWord => {
    const value = readWord(machine, at)
    const says =
      value === RED_ACTIVE ? 'active' : value === RED_INACTIVE ? 'inactive' : 'overwritten'
    return { address: toVirtual(at), value, says }
  }
  return { before: read(dbg_redzone1(cache, place)), behind: read(dbg_redzone2(cache, place)) }
}

function lastUserOf(
  { machine }: Kernel,
  cache: kmem_cache,
  place: PhysicalAddress,
): LastUser | null {
  if (!hasUserWord(cache)) return null
  const noted = dbg_userword(cache, place)
  const address = readWord(machine, noted)
  return address === 0
    ? null
    : { address, noted: toVirtual(noted), name: machine.callers.nameOf(address) }
}

function poisonOf(
  { machine }: Kernel,
  cache: kmem_cache,
  place: PhysicalAddress,
): DebugState['poison'] {
  const offset = firstWrongByte(machine, cache, place)
  if (offset < 0) return { whole: true, wrong: null }
  const value = machine.memory.bytes[place + cache.dbghead + offset]!
  return { whole: false, wrong: { offset, value, expected: poisonAt(cache, offset) } }
}

function stillFilled({ machine }: Kernel, object: VirtualAddress, bytes: number): number {
  const held = machine.memory.readBytes(object, bytes)
  const filled = held.subarray(0, bytes - 1).filter((byte) => byte === POISON_INUSE).length
  return filled + (held[bytes - 1] === POISON_END ? 1 : 0)
}
