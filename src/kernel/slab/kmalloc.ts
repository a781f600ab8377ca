/**
 * kmalloc and its companions: an object of the smallest general cache that is large enough. The caller need not
 * remember the size: the page of an address knows the cache. Linux: mm/slab.c, linux/slab.h.
 */
import { withIrqsOff } from '../context/local_irq.ts'
import { GFP_DMA } from '../gfp.ts'
import { PAGE_SHIFT, toPhysical, toVirtual, type GfpFlags, type VirtualAddress } from '../layout.ts'
import {
  CACHE_OBJSIZE,
  MOST_KMALLOC,
  NO_OBJECT,
  NULL,
  SIZE_STEP_SHIFT,
  type PageFrame,
  type PhysicalAddress,
} from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_slab } from '../page/page_flags.ts'
import { BUG } from '../panic.ts'
import type { Trace } from '../trace/trace.ts'
import { calledFrom } from './debug_callers.ts'
import { kfree_debugcheck } from './debug_free.ts'
import { obj_reallen } from './debug_layout.ts'
import { askForObject } from './own_free.ts'
import { checkedPlace } from './own_sizes.ts'
import { __cache_alloc, cacheAlloc } from './slab_alloc.ts'
import { __cache_free, cacheFree, notSlab } from './slab_free.ts'
import { slabNumber } from './slab_pages.ts'

const INT_MAX = 0x7fffffff

/**
 * Takes `size` bytes. 0 bytes are an object of the smallest cache; more than 131072, or no memory, is NULL.
 * Linux: mm/slab.c __kmalloc().
 */
export function __kmalloc(machine: Machine, size: number, flags: GfpFlags): VirtualAddress {
  if (!machine.plain || size > MOST_KMALLOC || (flags & GFP_DMA) !== 0) {
    return apart(generalKmalloc, machine, size, flags) >>> 0
  }
  const cache = machine.cachepBySize[(size + 31) >>> SIZE_STEP_SHIFT]!
  return __cache_alloc(machine, cache, flags)
}

/**
 * Calls what is not on the shortest way. Called from one place with functions that change, it cannot become a part of its
 * callers; else, once a machine was watched, V8 would fill them with that, and what is short would no longer be.
 */
function apart(
  general: (machine: Machine, first: number, second: number) => number,
  machine: Machine,
  first: number,
  second: number,
): number {
  return general(machine, first, second)
}

/** __kmalloc() in all other cases. */
function generalKmalloc(machine: Machine, size: number, flags: GfpFlags): VirtualAddress {
  const { trace } = machine
  if (trace === null) return ofSizeClass(machine, size, flags)
  return trace.call('__kmalloc', 0, [size, flags], () => ofSizeClass(machine, size, flags))
}

function ofSizeClass(machine: Machine, size: number, flags: GfpFlags): VirtualAddress {
  const cache = kmem_find_general_cachep(machine, size, flags)
  if (machine.trace !== null) tellSizeClass(machine, machine.trace, cache, size)
  return cache === NO_OBJECT ? NULL : toVirtual(cacheAlloc(machine, cache, flags))
}

function tellSizeClass(machine: Machine, trace: Trace, cache: PhysicalAddress, size: number): void {
  if (cache === NO_OBJECT) return trace.event('too-large', size, MOST_KMALLOC)
  trace.concerns(cache)
  let smaller = 0
  let cs_size = MOST_KMALLOC
  for (const sizes of machine.malloc_sizes) {
    cs_size = sizes.cs_size
    if (size <= cs_size) break
    smaller = cs_size
  }
  trace.event('size-class', size, smaller, cs_size, machine.words[(cache >> 2) + CACHE_OBJSIZE]!)
}

/**
 * The descriptor of the general cache for `size` bytes, or NO_OBJECT when none is large enough. A class whose cache is
 * not made yet is a bug. Linux: mm/slab.c kmem_find_general_cachep(). Differs: the kernel walks its table of sizes; all
 * sizes are multiples of 32 bytes, so here the answer stands in a table with one entry for every 32 bytes.
 */
export function kmem_find_general_cachep(
  machine: Machine,
  size: number,
  flags: GfpFlags,
): PhysicalAddress {
  const own = machine.overrides.kmem_find_general_cachep
  if (own === undefined) return fromTable(machine, size, flags)
  const cs_size = machine.sizes[checkedPlace(own(machine.sizes, size), machine.sizes, size)]
  if (cs_size === undefined) return NO_OBJECT
  const cache = fromTable(machine, cs_size, flags)
  const early = `the cache of ${cs_size} bytes for ${size} bytes is not made yet`
  return cache === NO_OBJECT ? BUG(`kmem_find_general_cachep: ${early}`) : cache
}

function fromTable(machine: Machine, size: number, flags: GfpFlags): PhysicalAddress {
  if (size > MOST_KMALLOC) return NO_OBJECT
  const table = (flags & GFP_DMA) === 0 ? machine.cachepBySize : machine.dmacachepBySize
  return table[(size + 31) >>> SIZE_STEP_SHIFT]!
}

/** Enters a size class into the tables: it serves every size above the class before it. */
export function setSizeClass(
  machine: Machine,
  size: number,
  cs_cachep: PhysicalAddress,
  cs_dmacachep: PhysicalAddress,
): void {
  const smaller = machine.malloc_sizes.at(-1)?.cs_size ?? -1
  const first = (smaller >> SIZE_STEP_SHIFT) + 1
  const end = (size >> SIZE_STEP_SHIFT) + 1
  machine.cachepBySize.fill(cs_cachep, first, end)
  machine.dmacachepBySize.fill(cs_dmacachep, first, end)
}

/**
 * Gives an object back; NULL is ignored. A pointer into the middle of an object is taken as it is, and a later
 * allocation gets it back so. Linux: mm/slab.c kfree(). Differs: see notSlab().
 */
export function kfree(machine: Machine, address: VirtualAddress): void {
  const cache = machine.pageCaches[toPhysical(address) >>> PAGE_SHIFT]
  if (!machine.plain || cache === undefined || cache === NO_OBJECT) {
    apart(generalKfree, machine, address, 0)
    return
  }
  __cache_free(machine, cache, address | 0)
}

/** kfree() in all other cases: of nothing, of what is no object, and on a machine that is not plain. */
function generalKfree(machine: Machine, address: VirtualAddress): number {
  const { trace } = machine
  if (trace === null) toItsCache(machine, address)
  // Interrupts are off meanwhile: only who looks on could let one come in between.
  else
    trace.call('kfree', 0, [address], () =>
      withIrqsOff(machine, () => toItsCache(machine, address)),
    )
  return NULL
}

function toItsCache(machine: Machine, address: VirtualAddress): void {
  const { trace } = machine
  if (address === NULL) return trace?.event('nothing-to-free')
  if (machine.configuration.slabDebug) kfree_debugcheck(machine, toPhysical(address))
  const cache = cacheOf(machine, 'kfree', address)
  if (trace !== null) tellOwner(machine, trace, cache, address)
  cacheFree(machine, cache, toPhysical(address))
}

function tellOwner(
  machine: Machine,
  trace: Trace,
  cache: PhysicalAddress,
  address: VirtualAddress,
): void {
  trace.concerns(cache)
  const frame = virt_to_page(machine, address)
  trace.event('owner', address, frame, slabNumber(machine, machine.pages.lru_prev[frame]!))
}

/** Bytes that an object really has: those of its cache, without what slab debugging adds. 0 for NULL. Linux: mm/slab.c ksize(). */
export function ksize(machine: Machine, address: VirtualAddress): number {
  if (address === NULL) return 0
  const cache = cacheOf(machine, 'ksize', address)
  return machine.configuration.slabDebug
    ? obj_reallen(machine, cache)
    : machine.words[(cache >> 2) + CACHE_OBJSIZE]!
}

/**
 * Takes `n` times `size` bytes, all zero. NULL when the product is too large or there is no memory.
 * Linux: mm/slab.c kcalloc().
 */
export function kcalloc(
  machine: Machine,
  n: number,
  size: number,
  flags: GfpFlags,
): VirtualAddress {
  const { trace } = machine
  if (trace === null) return clearedArray(machine, n, size, flags)
  return trace.call('kcalloc', 0, [n, size, flags], () => clearedArray(machine, n, size, flags))
}

function clearedArray(machine: Machine, n: number, size: number, flags: GfpFlags): VirtualAddress {
  const { trace } = machine
  if (n !== 0 && size > Math.trunc(INT_MAX / n)) {
    trace?.event('product-too-large', n, size, INT_MAX)
    return NULL
  }
  const address = machine.plain
    ? __kmalloc(machine, n * size, flags)
    : calledFrom(machine, 'kcalloc', () => __kmalloc(machine, n * size, flags))
  if (address === NULL) return NULL
  const start = toPhysical(address)
  trace?.event('cleared', address, n * size)
  machine.memory.bytes.fill(0, start, start + n * size)
  return address
}

/** The frame of an address of the direct map. Linux: asm-i386/page.h virt_to_page(). */
export function virt_to_page(machine: Machine, address: VirtualAddress): PageFrame {
  const own = machine.own_virt_to_page
  return own === null ? toPhysical(address) >>> PAGE_SHIFT : own(address)
}

/** The cache that the page of an address belongs to. */
function cacheOf(machine: Machine, caller: string, address: VirtualAddress): PhysicalAddress {
  const frame = virt_to_page(machine, address)
  const { pageFlags, pageLruNext } = machine
  if ((pageFlags[frame]! & PG_slab) === 0) return notSlab(caller, toPhysical(address))
  const { findObject } = machine.overrides
  if (findObject === undefined) return pageLruNext[frame]!
  return toPhysical(askForObject(machine, findObject, caller, address).cache)
}
