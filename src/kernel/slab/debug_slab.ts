/**
 * What a kernel with slab debugging does with whole slabs: it prepares all objects of a new one, looks at all of them
 * before one is destroyed, and follows the free list each time an object is taken from a slab or comes back.
 * Linux: mm/slab.c.
 */
import { hex } from '#lib/hex.ts'
import * as layout from '../layout.ts'
import { POINTER_BASE, toVirtual, type GfpFlags, type PhysicalAddress } from '../layout.ts'
import { list_del } from '../list.ts'
import type { Machine } from '../machine.ts'
import { BUG } from '../panic.ts'
import { printk } from '../printk.ts'
import type { kmem_cache } from './cache.ts'
import { setRedWords } from './debug_alloc.ts'
import {
  BUFCTL_FREE,
  dbg_redzone1,
  dbg_redzone2,
  dbg_userword,
  debugCache,
  hasRedWords,
  hasUserWord,
  obj_dbghead,
  POISON_FREE,
  readWord,
  RED_INACTIVE,
  writeWord,
  type DebugCache,
} from './debug_layout.ts'
import { check_poison_obj, poison_obj } from './debug_poison.ts'
import { countFromSlab, countToSlab } from './debug_stats.ts'
import { nameOf, slab_error } from './slab_error.ts'
import { SLAB_POISON } from './slab_flags.ts'
import { slabNumber } from './slab_pages.ts'

/** The places of all objects of a slab, lowest first. */
function places(
  machine: Machine,
  descriptor: PhysicalAddress,
  slab: PhysicalAddress,
): PhysicalAddress[] {
  const { words } = machine
  const s_mem = words[(slab >> 2) + layout.SLAB_S_MEM]! + POINTER_BASE
  const objsize = words[(descriptor >> 2) + layout.CACHE_OBJSIZE]!
  const num = words[(descriptor >> 2) + layout.CACHE_NUM]!
  return Array.from({ length: num }, (_, index) => s_mem + index * objsize)
}

/** What decides what is done with the objects of a slab; it is told before the first. */
function begin(
  machine: Machine,
  descriptor: PhysicalAddress,
  event: 'objects-prepared' | 'objects-checked',
): { cache: DebugCache; handle: kmem_cache | undefined; poisons: boolean } {
  const cache = debugCache(machine, descriptor)
  const handle = machine.caches.get(descriptor)
  const poisons = (cache.flags & SLAB_POISON) !== 0
  machine.trace?.event(event, handle?.num ?? 0, poisons ? 1 : 0, hasRedWords(cache) ? 1 : 0)
  return { cache, handle, poisons }
}

/**
 * Poison, red words and constructors for the objects of a new slab. With poison no constructor runs here: each object
 * is constructed when it is handed out. Linux: mm/slab.c cache_init_objs().
 */
export function initDebugObjects(
  machine: Machine,
  descriptor: PhysicalAddress,
  slab: PhysicalAddress,
  ctor_flags: GfpFlags,
): void {
  const { cache, handle, poisons } = begin(machine, descriptor, 'objects-prepared')
  for (const [index, place] of places(machine, descriptor, slab).entries()) {
    if (poisons) poison_obj(machine, cache, place, POISON_FREE)
    if (hasUserWord(cache)) writeWord(machine, dbg_userword(cache, place), 0)
    if (hasRedWords(cache)) setRedWords(machine, cache, place, RED_INACTIVE)
    if (handle?.ctor != null && !poisons) {
      const object = toVirtual(place + cache.dbghead)
      machine.trace?.event('constructed', object, index, ctor_flags)
      handle.ctor(object, handle, ctor_flags)
    }
    if (hasRedWords(cache)) checkConstructor(machine, descriptor, cache, place)
  }
}

/** A constructor has no business beside its object. */
function checkConstructor(
  machine: Machine,
  descriptor: PhysicalAddress,
  cache: DebugCache,
  place: PhysicalAddress,
): void {
  const tell = (where: string): void =>
    slab_error(
      machine,
      'cache_init_objs',
      descriptor,
      `the constructor wrote ${where} of an object: ${hex(toVirtual(place + cache.dbghead))}`,
    )
  if (readWord(machine, dbg_redzone2(cache, place)) !== RED_INACTIVE) tell('behind the end')
  if (readWord(machine, dbg_redzone1(cache, place)) !== RED_INACTIVE) tell('before the start')
}

/**
 * The last look at the objects of a slab that is destroyed, and their destructors. With poison these have run when
 * the objects were given back. Linux: mm/slab.c slab_destroy().
 */
export function checkDestroyedObjects(
  machine: Machine,
  descriptor: PhysicalAddress,
  slab: PhysicalAddress,
): void {
  const { cache, handle, poisons } = begin(machine, descriptor, 'objects-checked')
  for (const [index, place] of places(machine, descriptor, slab).entries()) {
    if (poisons) check_poison_obj(machine, descriptor, cache, place, false)
    if (hasRedWords(cache)) checkFreedRedWords(machine, descriptor, cache, place)
    if (handle?.dtor != null && !poisons) {
      const object = toVirtual(place + cache.dbghead)
      machine.trace?.event('destructed', object, index)
      handle.dtor(object, handle, 0)
    }
  }
}

function checkFreedRedWords(
  machine: Machine,
  descriptor: PhysicalAddress,
  cache: DebugCache,
  place: PhysicalAddress,
): void {
  const before = readWord(machine, dbg_redzone1(cache, place))
  const behind = readWord(machine, dbg_redzone2(cache, place))
  if (before === RED_INACTIVE && behind === RED_INACTIVE) return
  const object = toVirtual(place + cache.dbghead)
  machine.trace?.event('red-words-checked', object, before, behind, RED_INACTIVE)
  const tell = (where: string): void =>
    slab_error(
      machine,
      'slab_destroy',
      descriptor,
      `somebody wrote ${where} of a free object: ${hex(object)}`,
    )
  if (before !== RED_INACTIVE) tell('before the start')
  if (behind !== RED_INACTIVE) tell('behind the end')
}

/**
 * Follows the free list of a slab: it must end, and have as many objects as are not in use. Else the kernel stops.
 * Linux: mm/slab.c check_slabp(). Differs: the kernel looks a second time after each change, when nothing else could
 * have happened.
 */
export function check_slabp(
  machine: Machine,
  descriptor: PhysicalAddress,
  slab: PhysicalAddress,
): void {
  const problem = followFreeList(machine, descriptor, slab)
  if (problem !== null) stopForFreeList(machine, descriptor, slab, problem)
}

/** What is wrong with the free list of a slab; null when nothing is. */
function followFreeList(
  machine: Machine,
  descriptor: PhysicalAddress,
  slab: PhysicalAddress,
): string | null {
  const { words, trace } = machine
  const { halves } = machine.memory
  const num = words[(descriptor >> 2) + layout.CACHE_NUM]!
  const inuse = words[(slab >> 2) + layout.SLAB_INUSE]!
  const bufctl = (slab + layout.SIZEOF_SLAB) >> 1
  let entries = 0
  let index = halves[(slab + layout.SLAB_FREE_BYTE) >> 1]!
  while (index !== layout.BUFCTL_END && entries <= num && index < num) {
    entries++
    index = halves[bufctl + index]!
  }
  const ends = index === layout.BUFCTL_END && entries <= num
  if (trace !== null) {
    trace.event('free-list-checked', slabNumber(machine, slab), entries, num, inuse, ends ? 1 : 0)
  }
  if (!ends) return `a link leads astray after ${entries} of ${num}`
  return entries === num - inuse ? null : `${entries} free and ${inuse} in use of ${num}`
}

function stopForFreeList(
  machine: Machine,
  descriptor: PhysicalAddress,
  slab: PhysicalAddress,
  problem: string,
): never {
  const where = `cache ${nameOf(machine, descriptor)}, slab at ${hex(toVirtual(slab))}`
  printk(machine, `slab: the free list of a slab is broken: ${where}: ${problem}`)
  dumpDescriptor(machine, slab, machine.words[(descriptor >> 2) + layout.CACHE_NUM]!)
  return BUG(`check_slabp: ${where}: the free list is broken: ${problem}`)
}

/** The descriptor of a slab with its links, in lines of 16 bytes. */
function dumpDescriptor(machine: Machine, slab: PhysicalAddress, num: number): void {
  const end = slab + layout.SIZEOF_SLAB + num * layout.SIZEOF_BUFCTL
  for (let at = slab; at < end; at += 16) {
    const shown = Array.from(machine.memory.bytes.subarray(at, Math.min(at + 16, end)), (byte) =>
      byte.toString(16).padStart(2, '0'),
    )
    printk(machine, `  ${(at - slab).toString(16).padStart(3, '0')}: ${shown.join(' ')}`)
  }
}

/** `count` objects of a free list from `first` on were taken: they are counted, and their links say BUFCTL_FREE. */
export function noteTaken(
  machine: Machine,
  descriptor: PhysicalAddress,
  slab: PhysicalAddress,
  first: number,
  count: number,
): void {
  const { halves } = machine.memory
  const bufctl = (slab + layout.SIZEOF_SLAB) >> 1
  countFromSlab(machine, descriptor, count)
  let index = first
  for (let i = 0; i < count; i++) {
    const next = halves[bufctl + index]!
    halves[bufctl + index] = BUFCTL_FREE
    index = next
  }
}

/**
 * Before an object goes back into its slab: the free list must be whole, and the object not be in it already. Where the
 * kernel stops here, the slab has left its list. Linux: mm/slab.c free_block().
 */
export function checkComingBack(
  machine: Machine,
  descriptor: PhysicalAddress,
  slab: PhysicalAddress,
  index: number,
  place: PhysicalAddress,
): void {
  const problem = followFreeList(machine, descriptor, slab)
  if (problem !== null) {
    list_del(machine.words, slab)
    stopForFreeList(machine, descriptor, slab, problem)
  }
  const link = machine.memory.halves[((slab + layout.SIZEOF_SLAB) >> 1) + index] ?? 0
  machine.trace?.event('link-checked', toVirtual(place), index, link, BUFCTL_FREE)
  if (link === BUFCTL_FREE) return countToSlab(machine, descriptor)
  list_del(machine.words, slab)
  const name = nameOf(machine, descriptor)
  const object = hex(toVirtual(place + obj_dbghead(machine, descriptor)))
  printk(machine, `slab: double free: cache ${name}, object at ${object}`)
  BUG(`free_block: ${name}: double free of ${object}`)
}
