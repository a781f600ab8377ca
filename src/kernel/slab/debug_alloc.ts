/**
 * What a kernel with slab debugging looks at when it hands out an object: is the mask right, is the object as it was
 * left when it was given back, and who takes it. Linux: mm/slab.c.
 */
import { hex } from '#lib/hex.ts'
import { __GFP_WAIT } from '../gfp.ts'
import { NO_OBJECT, toVirtual } from '../layout.ts'
import type { GfpFlags, PhysicalAddress, VirtualAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { printk } from '../printk.ts'
import {
  dbg_redzone1,
  dbg_redzone2,
  dbg_userword,
  debugCache,
  hasRedWords,
  hasUserWord,
  POISON_END,
  POISON_INUSE,
  readWord,
  RED_ACTIVE,
  RED_INACTIVE,
  writeWord,
  type DebugCache,
} from './debug_layout.ts'
import { check_poison_obj, poison_obj, showRedWords } from './debug_poison.ts'
import { slab_error } from './slab_error.ts'
import { SLAB_CTOR_ATOMIC, SLAB_CTOR_CONSTRUCTOR, SLAB_POISON } from './slab_flags.ts'

/**
 * Makes an object ready for its user, and complains about what was done to it while nobody had it. Takes the place of
 * the object and who asked for it; returns the object itself, which is what the user gets. Linux: mm/slab.c cache_alloc_debugcheck_after().
 */
export function cache_alloc_debugcheck_after(
  machine: Machine,
  descriptor: PhysicalAddress,
  flags: GfpFlags,
  place: PhysicalAddress,
  caller: string,
): PhysicalAddress {
  if (place === NO_OBJECT) return NO_OBJECT
  const cache = debugCache(machine, descriptor)
  const object = place + cache.dbghead
  machine.trace?.enter('cache_alloc_debugcheck_after', descriptor, toVirtual(object), flags)
  const poisons = (cache.flags & SLAB_POISON) !== 0
  if (poisons) {
    check_poison_obj(machine, descriptor, cache, place, true)
    poison(machine, cache, place, POISON_INUSE)
  }
  if (hasUserWord(cache)) {
    noteUser(machine, cache, place, machine.callers.returnAddress(machine, 'takes', caller))
  }
  if (hasRedWords(cache)) {
    checkRedWords(machine, descriptor, cache, place, RED_INACTIVE, 'cache_alloc_debugcheck_after')
    machine.trace?.event('red-words-set', toVirtual(object), RED_ACTIVE)
    setRedWords(machine, cache, place, RED_ACTIVE)
  }
  if (poisons) construct(machine, descriptor, object, flags)
  machine.trace?.leave(toVirtual(object))
  return object
}

/** A poisoned object holds nothing that a constructor left there: it is constructed each time it is handed out. */
function construct(
  machine: Machine,
  descriptor: PhysicalAddress,
  object: PhysicalAddress,
  flags: GfpFlags,
): void {
  const cache = machine.caches.get(descriptor)
  if (cache?.ctor == null) return
  const atomic = (flags & __GFP_WAIT) === 0 ? SLAB_CTOR_ATOMIC : 0
  const ctor_flags = SLAB_CTOR_CONSTRUCTOR | atomic
  machine.trace?.event('constructed-now', toVirtual(object), ctor_flags)
  cache.ctor(toVirtual(object), cache, ctor_flags)
}

/** Fills an object and says so. */
export function poison(
  machine: Machine,
  cache: DebugCache,
  place: PhysicalAddress,
  fill: number,
): void {
  const object = toVirtual(place + cache.dbghead)
  machine.trace?.event('poisoned', object, cache.reallen, fill, POISON_END)
  poison_obj(machine, cache, place, fill)
}

/** Writes into an object who takes it or gives it back. */
export function noteUser(
  machine: Machine,
  cache: DebugCache,
  place: PhysicalAddress,
  address: VirtualAddress,
): void {
  machine.trace?.event('user-noted', toVirtual(place + cache.dbghead), address)
  writeWord(machine, dbg_userword(cache, place), address)
}

/** Complains when a red word is not what it has to be: somebody wrote beside the object, or it was given back twice. */
export function checkRedWords(
  machine: Machine,
  descriptor: PhysicalAddress,
  cache: DebugCache,
  place: PhysicalAddress,
  expected: number,
  caller: string,
): void {
  const before = readWord(machine, dbg_redzone1(cache, place))
  const behind = readWord(machine, dbg_redzone2(cache, place))
  const start = toVirtual(place + cache.dbghead)
  machine.trace?.event('red-words-checked', start, before, behind, expected)
  if (before === expected && behind === expected) return
  slab_error(machine, caller, descriptor, 'freed twice, or somebody wrote outside of an object')
  const shown = showRedWords(machine, cache, place)
  printk(machine, `  object at ${hex(start)}: red words: ${shown}, not ${hex(expected)}`)
}

/** Marks an object as used or unused. */
export function setRedWords(
  machine: Machine,
  cache: DebugCache,
  place: PhysicalAddress,
  value: number,
): void {
  writeWord(machine, dbg_redzone1(cache, place), value)
  writeWord(machine, dbg_redzone2(cache, place), value)
}
