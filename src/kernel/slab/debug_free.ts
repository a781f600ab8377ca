/**
 * What a kernel with slab debugging looks at when an object is given back: does the pointer lead to an object, of
 * this cache, in use, and did nobody write beside it. Linux: mm/slab.c.
 */
import { hex } from '#lib/hex.ts'
import { withIrqsOff } from '../context/local_irq.ts'
import * as layout from '../layout.ts'
import { PAGE_SHIFT, POINTER_BASE, toVirtual, type PhysicalAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_slab } from '../page/page_flags.ts'
import { BUG, BUG_ON } from '../panic.ts'
import { printk } from '../printk.ts'
import { checkRedWords, noteUser, poison, setRedWords } from './debug_alloc.ts'
import {
  debugCache,
  hasRedWords,
  hasUserWord,
  POISON_FREE,
  RED_ACTIVE,
  RED_INACTIVE,
  type DebugCache,
} from './debug_layout.ts'
import { nameOf } from './slab_error.ts'
import {
  SLAB_CTOR_CONSTRUCTOR,
  SLAB_CTOR_VERIFY,
  SLAB_DEBUG_INITIAL,
  SLAB_POISON,
} from './slab_flags.ts'

/**
 * Stops the kernel when a pointer does not lead into a slab. Linux: mm/slab.c kfree_debugcheck().
 */
export function kfree_debugcheck(machine: Machine, address: PhysicalAddress): void {
  const frame = address >>> PAGE_SHIFT
  const inRange = frame < machine.num_physpages
  const isSlab = inRange && (machine.pageFlags[frame]! & PG_slab) !== 0
  const shown = hex((address - POINTER_BASE) >>> 0)
  machine.trace?.event(
    'pointer-checked',
    (address - POINTER_BASE) >>> 0,
    frame,
    machine.num_physpages,
    isSlab ? 1 : 0,
  )
  if (!inRange) {
    printk(machine, `kfree_debugcheck: pointer out of range: ${shown}`)
    BUG(`kfree_debugcheck: ${shown} is not in the kernel's memory`)
  }
  if (!isSlab) {
    printk(machine, `kfree_debugcheck: bad pointer: ${shown}`)
    BUG(`kfree_debugcheck: ${shown} is not in a slab`)
  }
}

/**
 * Looks at an object that is given back, and fills it with poison. Takes the object, as its user has it, and who that
 * is; returns its place, which is what the arrays hold. Complaints go to the log; a pointer that is not the start of an object stops
 * the kernel. Linux: mm/slab.c cache_free_debugcheck().
 */
export function cache_free_debugcheck(
  machine: Machine,
  descriptor: PhysicalAddress,
  object: PhysicalAddress,
  caller: string,
): PhysicalAddress {
  const cache = debugCache(machine, descriptor)
  const place = (object - cache.dbghead) >>> 0
  machine.trace?.enter('cache_free_debugcheck', descriptor, toVirtual(object))
  kfree_debugcheck(machine, place)
  checkCache(machine, descriptor, place)
  if (hasRedWords(cache)) {
    checkRedWords(machine, descriptor, cache, place, RED_ACTIVE, 'cache_free_debugcheck')
    machine.trace?.event('red-words-set', toVirtual(object), RED_INACTIVE)
    setRedWords(machine, cache, place, RED_INACTIVE)
  }
  if (hasUserWord(cache)) {
    noteUser(machine, cache, place, machine.callers.returnAddress(machine, 'gives', caller))
  }
  checkStart(machine, descriptor, cache, place)
  withIrqsOff(machine, () => callHooks(machine, descriptor, cache, object))
  if ((cache.flags & SLAB_POISON) !== 0) poison(machine, cache, place, POISON_FREE)
  machine.trace?.leave()
  return place
}

/** Complains when the object is of another cache. The kernel goes on as if it was of this one. */
function checkCache(machine: Machine, descriptor: PhysicalAddress, place: PhysicalAddress): void {
  const owner = machine.pageLruNext[place >>> PAGE_SHIFT]!
  machine.trace?.event('cache-checked', toVirtual(owner), toVirtual(descriptor))
  if (owner === descriptor) return
  const [own, given] = [nameOf(machine, owner), nameOf(machine, descriptor)]
  printk(machine, `kmem_cache_free: wrong cache: an object of ${own} was given to ${given}`)
  printk(machine, `  ${own} is at ${hex(toVirtual(owner))}`)
  printk(machine, `  ${given} is at ${hex(toVirtual(descriptor))}`)
  printk(machine, 'Badness in cache_free_debugcheck at mm/slab.c')
}

/** Stops the kernel when no object of this cache begins here. */
function checkStart(
  machine: Machine,
  descriptor: PhysicalAddress,
  cache: DebugCache,
  place: PhysicalAddress,
): void {
  const { words } = machine
  const slab = machine.pages.lru_prev[place >>> PAGE_SHIFT]!
  const s_mem = words[(slab >> 2) + layout.SLAB_S_MEM]! + POINTER_BASE
  const num = words[(descriptor >> 2) + layout.CACHE_NUM]!
  const index = Math.floor(((place - s_mem) >>> 0) / cache.objsize)
  const beside = (place - s_mem - index * cache.objsize) | 0
  const start = toVirtual(place + cache.dbghead)
  machine.trace?.event('start-checked', start, index, num, beside)
  const name = nameOf(machine, descriptor)
  BUG_ON(
    index >= num,
    `cache_free_debugcheck: ${name}: ${hex(start)} would be object ${index} of ${num}`,
  )
  BUG_ON(
    beside !== 0,
    `cache_free_debugcheck: ${name}: ${hex(start)} is ${beside} bytes behind the start of object ${index}`,
  )
}

/** The constructor may look whether the object is in order; with poison, the destructor is called now. Interrupts are off. */
function callHooks(
  machine: Machine,
  descriptor: PhysicalAddress,
  { flags }: DebugCache,
  object: PhysicalAddress,
): void {
  const cache = machine.caches.get(descriptor)
  if (cache === undefined) return
  const address = toVirtual(object)
  if ((flags & SLAB_DEBUG_INITIAL) !== 0 && cache.ctor !== null) {
    const ctor_flags = SLAB_CTOR_CONSTRUCTOR | SLAB_CTOR_VERIFY
    machine.trace?.event('constructed-now', address, ctor_flags)
    cache.ctor(address, cache, ctor_flags)
  }
  if ((flags & SLAB_POISON) !== 0 && cache.dtor !== null) {
    machine.trace?.event('destructed-now', address)
    cache.dtor(address, cache, 0)
  }
}
