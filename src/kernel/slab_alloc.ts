/**
 * The slab allocator's way in: take an object from the array of this processor, fill the array from the slabs,
 * add a slab when there is nothing. All addresses here are physical; 0 means "no object". Linux: mm/slab.c.
 */
import { __GFP_WAIT, SLAB_DMA, SLAB_LEVEL_MASK, SLAB_NO_GROW } from './gfp.ts'
import * as layout from './layout.ts'
import {
  NO_OBJECT,
  NO_PAGE,
  PAGE_SHIFT,
  POINTER_BASE,
  type GfpFlags,
  type PageFrame,
} from './layout.ts'
import type { PhysicalAddress } from './layout.ts'
import { badPointer, checkPointer, list_add, list_add_tail, list_del } from './list.ts'
import type { Machine } from './machine.ts'
import { alloc_pages, __free_pages } from './page_alloc.ts'
import { PG_slab } from './page_flags.ts'
import { BUG, BUG_ON } from './panic.ts'
import { CFLGS_OFF_SLAB, SLAB_CTOR_ATOMIC, SLAB_CTOR_CONSTRUCTOR } from './slab_flags.ts'

/** A refill takes at most this many objects when the array was not used lately. */
const BATCHREFILL_LIMIT = 16

/**
 * Takes an object: the last one put into the array if there is one.
 * Returns NO_OBJECT when the cache cannot grow. Linux: mm/slab.c __cache_alloc().
 */
export function __cache_alloc(
  machine: Machine,
  cache: PhysicalAddress,
  flags: GfpFlags,
): PhysicalAddress {
  const { words } = machine
  const array = (words[(cache >> 2) + layout.CACHE_ARRAY]! + POINTER_BASE) >> 2
  const avail = words[array + layout.AC_AVAIL]
  if (avail === undefined) throw badPointer(array << 2)
  if (avail === 0) return cache_alloc_refill(machine, cache, flags)
  const pointer = words[array + layout.AC_ENTRY + avail - 1]
  if (pointer === undefined) throw badPointer((array + layout.AC_ENTRY + avail - 1) << 2)
  words[array + layout.AC_TOUCHED] = 1
  words[array + layout.AC_AVAIL] = avail - 1
  return pointer + POINTER_BASE
}

/**
 * Fills an empty array: from the shared array if it has objects, else from partial and free slabs; adds one slab
 * when nothing was found. Returns the last object filled in, or NO_OBJECT when the cache cannot grow.
 * Linux: mm/slab.c cache_alloc_refill().
 */
function cache_alloc_refill(
  machine: Machine,
  cache: PhysicalAddress,
  flags: GfpFlags,
): PhysicalAddress {
  const { words } = machine
  const fields = cache >> 2
  for (;;) {
    const array = (words[fields + layout.CACHE_ARRAY]! + POINTER_BASE) >> 2
    let batchcount = words[array + layout.AC_BATCHCOUNT]!
    if (words[array + layout.AC_TOUCHED] === 0 && batchcount > BATCHREFILL_LIMIT) {
      batchcount = BATCHREFILL_LIMIT
    }
    BUG_ON(words[array + layout.AC_AVAIL]! > 0, 'cache_alloc_refill: array not empty')
    if (!takeFromShared(words, cache, array, batchcount)) {
      takeFromSlabs(machine, cache, array, batchcount)
      words[fields + layout.CACHE_FREE_OBJECTS]! -= words[array + layout.AC_AVAIL]!
    }
    const avail = words[array + layout.AC_AVAIL]!
    if (avail > 0) {
      words[array + layout.AC_TOUCHED] = 1
      words[array + layout.AC_AVAIL] = avail - 1
      return words[array + layout.AC_ENTRY + avail - 1]! + POINTER_BASE
    }
    if (!cache_grow(machine, cache, flags)) return NO_OBJECT
  }
}

/** Moves up to `most` objects from the top of the shared array. Returns false when it is empty. */
function takeFromShared(
  words: Int32Array,
  cache: PhysicalAddress,
  array: number,
  most: number,
): boolean {
  const pointer = words[(cache >> 2) + layout.CACHE_SHARED]!
  if (pointer === 0) return false
  const shared = (pointer + POINTER_BASE) >> 2
  const available = words[shared + layout.AC_AVAIL]!
  if (available === 0) return false
  const count = Math.min(most, available)
  const left = available - count
  words[shared + layout.AC_AVAIL] = left
  words[shared + layout.AC_TOUCHED] = 1
  words[array + layout.AC_AVAIL] = count
  const from = shared + layout.AC_ENTRY + left
  words.copyWithin(array + layout.AC_ENTRY, from, from + count)
  return true
}

/**
 * Takes up to `most` objects from slabs, partial ones first, each in the order of its free list. A slab that was
 * looked into goes to the head of the full or the partial list.
 */
function takeFromSlabs(
  machine: Machine,
  cache: PhysicalAddress,
  array: number,
  most: number,
): void {
  const { words } = machine
  const halves = machine.memory.halves
  const fields = cache >> 2
  const partial = cache + layout.CACHE_PARTIAL_BYTE
  const free = cache + layout.CACHE_FREE_BYTE
  const full = cache + layout.CACHE_FULL_BYTE
  const num = words[fields + layout.CACHE_NUM]!
  const objsize = words[fields + layout.CACHE_OBJSIZE]!
  let left = most
  let avail = words[array + layout.AC_AVAIL]!
  while (left > 0) {
    let slab = words[partial >> 2]! + POINTER_BASE
    if (slab === partial) {
      words[fields + layout.CACHE_FREE_TOUCHED] = 1
      slab = words[free >> 2]! + POINTER_BASE
      if (slab === free) break
    }
    checkPointer(words, slab)
    const slabFields = slab >> 2
    const bufctl = (slab + layout.SIZEOF_SLAB) >> 1
    const s_mem = words[slabFields + layout.SLAB_S_MEM]!
    let inuse = words[slabFields + layout.SLAB_INUSE]!
    let next = halves[(slab + layout.SLAB_FREE_BYTE) >> 1]!
    const count = Math.min(left, num - inuse)
    for (let i = 0; i < count; i++) {
      words[array + layout.AC_ENTRY + avail++] = s_mem + next * objsize
      next = halves[bufctl + next]!
    }
    inuse += count
    left -= count
    words[slabFields + layout.SLAB_INUSE] = inuse
    halves[(slab + layout.SLAB_FREE_BYTE) >> 1] = next
    list_del(words, slab)
    list_add(words, slab, next === layout.BUFCTL_END ? full : partial)
  }
  words[array + layout.AC_AVAIL] = avail
}

/**
 * Adds one slab to a cache: colour, pages, management, constructors; it joins the end of the free list.
 * Returns false when there is no memory or the mask forbids growing. A wrong mask stops the kernel here and only
 * here. Linux: mm/slab.c cache_grow().
 */
function cache_grow(machine: Machine, cache: PhysicalAddress, flags: GfpFlags): boolean {
  const { words } = machine
  const fields = cache >> 2
  BUG_ON((flags & ~(SLAB_DMA | SLAB_LEVEL_MASK)) !== 0, 'cache_grow: bad flags')
  if ((flags & SLAB_NO_GROW) !== 0) return false
  const local_flags = flags & SLAB_LEVEL_MASK
  const ctor_flags =
    (local_flags & __GFP_WAIT) === 0
      ? SLAB_CTOR_CONSTRUCTOR | SLAB_CTOR_ATOMIC
      : SLAB_CTOR_CONSTRUCTOR

  const colour = words[fields + layout.CACHE_COLOUR_NEXT]!
  const following = colour + 1
  words[fields + layout.CACHE_COLOUR_NEXT] =
    following >>> 0 >= words[fields + layout.CACHE_COLOUR]! >>> 0 ? 0 : following
  const offset = colour * words[fields + layout.CACHE_COLOUR_OFF]!

  kmem_flagcheck(words, cache, flags)
  const frame = kmem_getpages(machine, cache, flags, offset)
  if (frame === NO_PAGE) return false
  const slab = alloc_slabmgmt(machine, cache, frame, offset, local_flags)
  if (slab === NO_OBJECT) {
    machine.trace?.slabAbandoned?.(cache, frame)
    kmem_freepages(machine, cache, frame)
    return false
  }
  set_slab_attr(machine, cache, slab, frame)
  cache_init_objs(machine, cache, slab, ctor_flags)
  list_add_tail(words, slab, cache + layout.CACHE_FREE_BYTE)
  words[fields + layout.CACHE_FREE_OBJECTS]! += words[fields + layout.CACHE_NUM]!
  return true
}

/** The DMA bit must agree with the cache. Linux: mm/slab.c kmem_flagcheck(). */
function kmem_flagcheck(words: Int32Array, cache: PhysicalAddress, flags: GfpFlags): void {
  const dmaCache = (words[(cache >> 2) + layout.CACHE_GFPFLAGS]! & SLAB_DMA) !== 0
  if ((flags & SLAB_DMA) !== 0) BUG_ON(!dmaCache, 'kmem_flagcheck: DMA mask, ordinary cache')
  else BUG_ON(dmaCache, 'kmem_flagcheck: ordinary mask, DMA cache')
}

/** The pages of a new slab, or NO_PAGE. Linux: mm/slab.c kmem_getpages(). */
function kmem_getpages(
  machine: Machine,
  cache: PhysicalAddress,
  flags: GfpFlags,
  colourOffset: number,
): PageFrame {
  const { words, pages } = machine
  const order = words[(cache >> 2) + layout.CACHE_GFPORDER]!
  const mask = flags | words[(cache >> 2) + layout.CACHE_GFPFLAGS]!
  const frame = alloc_pages(machine, mask, order)
  if (frame === NO_PAGE) return NO_PAGE
  machine.trace?.slabPagesAllocated?.(cache, frame, order, mask, colourOffset)
  for (let i = 0; i < 1 << order; i++) pages.flags[frame + i]! |= PG_slab
  return frame
}

/** Gives the pages of a slab back. Linux: mm/slab.c kmem_freepages(). */
export function kmem_freepages(machine: Machine, cache: PhysicalAddress, frame: PageFrame): void {
  const order = machine.words[(cache >> 2) + layout.CACHE_GFPORDER]!
  for (let i = 0; i < 1 << order; i++) machine.pages.flags[frame + i]! &= ~PG_slab
  __free_pages(machine, frame, order)
}

/**
 * The descriptor of a new slab: at the start of its pages behind the colour, or an object of another cache.
 * Returns NO_OBJECT when that cache has no memory. Linux: mm/slab.c alloc_slabmgmt().
 */
function alloc_slabmgmt(
  machine: Machine,
  cache: PhysicalAddress,
  frame: PageFrame,
  colourOffset: number,
  local_flags: GfpFlags,
): PhysicalAddress {
  const { words } = machine
  const fields = cache >> 2
  const start = frame << PAGE_SHIFT
  let colouroff = colourOffset
  let slab: PhysicalAddress
  if ((words[fields + layout.CACHE_FLAGS]! & CFLGS_OFF_SLAB) === 0) {
    slab = start + colouroff
    colouroff += words[fields + layout.CACHE_SLAB_SIZE]!
  } else {
    const slabp_cache = words[fields + layout.CACHE_SLABP_CACHE]! + POINTER_BASE
    slab = __cache_alloc(machine, slabp_cache, local_flags)
    if (slab === NO_OBJECT) return NO_OBJECT
  }
  words[(slab >> 2) + layout.SLAB_INUSE] = 0
  words[(slab >> 2) + layout.SLAB_COLOUROFF] = colouroff
  words[(slab >> 2) + layout.SLAB_S_MEM] = start + colouroff - POINTER_BASE
  return slab
}

/** Lets every page of a slab point at its cache and slab: that is how kfree finds them. Linux: set_slab_attr(). */
function set_slab_attr(
  machine: Machine,
  cache: PhysicalAddress,
  slab: PhysicalAddress,
  frame: PageFrame,
): void {
  const { pages } = machine
  const count = 1 << machine.words[(cache >> 2) + layout.CACHE_GFPORDER]!
  for (let i = 0; i < count; i++) {
    pages.lru_next[frame + i] = cache
    pages.lru_prev[frame + i] = slab
  }
  const handle = machine.caches.get(cache)
  if (handle === undefined) return BUG('cache_grow: no such cache')
  pages.slabNumber[frame] = handle.slabsEver
  machine.trace?.slabCreated?.(cache, frame, handle.slabsEver)
  handle.slabsEver++
}

/** Runs the constructor on each object and links them all into the free list. Linux: cache_init_objs(). */
function cache_init_objs(
  machine: Machine,
  cache: PhysicalAddress,
  slab: PhysicalAddress,
  ctor_flags: GfpFlags,
): void {
  const { words } = machine
  const halves = machine.memory.halves
  const num = words[(cache >> 2) + layout.CACHE_NUM]!
  const bufctl = (slab + layout.SIZEOF_SLAB) >> 1
  if (words[(cache >> 2) + layout.CACHE_CTOR] !== 0) construct(machine, cache, slab, ctor_flags)
  for (let i = 0; i < num; i++) halves[bufctl + i] = i + 1
  halves[bufctl + num - 1] = layout.BUFCTL_END
  halves[(slab + layout.SLAB_FREE_BYTE) >> 1] = 0
}

function construct(
  machine: Machine,
  cache: PhysicalAddress,
  slab: PhysicalAddress,
  ctor_flags: GfpFlags,
): void {
  const handle = machine.caches.get(cache)
  if (handle?.ctor == null) return
  const s_mem = machine.words[(slab >> 2) + layout.SLAB_S_MEM]! >>> 0
  for (let i = 0; i < handle.num; i++) handle.ctor(s_mem + i * handle.objsize, handle, ctor_flags)
}
