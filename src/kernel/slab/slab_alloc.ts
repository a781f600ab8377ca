/**
 * The slab allocator's way in: take an object from the array of this processor, fill the array from the slabs,
 * add a slab when there is nothing. All addresses here are physical; 0 means "no object". Linux: mm/slab.c.
 */
import { hex } from '#lib/hex.ts'
import { local_irq_disable, local_irq_enable } from '../context/local_irq.ts'
import { mightSleepFor } from '../context/sleep.ts'
import { __GFP_WAIT, SLAB_DMA, SLAB_LEVEL_MASK, SLAB_NO_GROW } from '../gfp.ts'
import * as layout from '../layout.ts'
import {
  NO_OBJECT,
  NO_PAGE,
  PAGE_SHIFT,
  POINTER_BASE,
  toPhysical,
  toVirtual,
  type GfpFlags,
  type PageFrame,
} from '../layout.ts'
import type { PhysicalAddress, VirtualAddress } from '../layout.ts'
import { badPointer, list_add_tail } from '../list.ts'
import type { Machine } from '../machine.ts'
import { BUG, BUG_ON } from '../panic.ts'
import type { Trace } from '../trace/trace.ts'
import { cache_alloc_debugcheck_after } from './debug_alloc.ts'
import { countGrown, countTaking } from './debug_stats.ts'
import { popOwn, type PopArray } from './own_array.ts'
import { planSlab, type NewSlab } from './own_slab.ts'
import { CFLGS_OFF_SLAB, SLAB_CTOR_ATOMIC, SLAB_CTOR_CONSTRUCTOR } from './slab_flags.ts'
import { cache_init_objs, set_slab_attr } from './slab_objects.ts'
import {
  kmem_flagcheck,
  kmem_freepages,
  kmem_getpages,
  slabFrame,
  slabNumber,
} from './slab_pages.ts'
import { fillArray } from './slab_refill.ts'

/**
 * Takes an object on a plain machine: the last one put into the array if there is one. Here each instruction counts:
 * numbers have 32 bits throughout, and the result is one that has them whatever way it comes about.
 * Returns NULL when the cache cannot grow. Linux: mm/slab.c __cache_alloc().
 */
export function __cache_alloc(
  machine: Machine,
  cache: PhysicalAddress,
  flags: GfpFlags,
): VirtualAddress {
  const { words } = machine
  const array = (words[(cache >> 2) + layout.CACHE_ARRAY]! + POINTER_BASE) >> 2
  const avail = words[array + layout.AC_AVAIL]
  if (avail === undefined) throw badPointer(array << 2)
  if (avail === 0) return refillAndTake(machine, cache, flags) >>> 0
  const pointer = words[array + layout.AC_LAST + avail]
  if (pointer === undefined) throw badPointer((array + layout.AC_LAST + avail) << 2)
  words[array + layout.AC_TOUCHED] = 1
  words[array + layout.AC_AVAIL] = avail - 1
  return pointer >>> 0
}

/**
 * __cache_alloc() for all other callers and machines: what is more to it on a machine that is not plain stands here,
 * and the array is that of whatever processor runs. `caller` is the function that asks, which slab debugging notes.
 */
export function cacheAlloc(
  machine: Machine,
  cache: PhysicalAddress,
  flags: GfpFlags,
  caller = machine.callers.name,
): PhysicalAddress {
  if (machine.plain) return toObject(__cache_alloc(machine, cache, flags))
  const { words, trace } = machine
  const { slabDebug } = machine.configuration
  trace?.enter('__cache_alloc', cache, flags)
  mightSleepFor(machine, flags, 'mm/slab.c', 2082)
  if (slabDebug) kmem_flagcheck(machine, cache, flags)
  const array = (words[(cache >> 2) + machine.arrayField]! + POINTER_BASE) >> 2
  const avail = words[array + layout.AC_AVAIL]
  if (avail === undefined) throw badPointer(array << 2)
  if (avail === 0) trace?.event('array-empty', avail, words[array + layout.AC_LIMIT]!)
  else trace?.event('array-hit', avail, (words[array + layout.AC_ENTRY + avail - 1] ?? 0) >>> 0)
  if (slabDebug) countTaking(machine, cache, avail > 0)
  const place =
    avail === 0 ? toObject(refillAndTake(machine, cache, flags)) : takeLast(machine, array, avail)
  const object = slabDebug
    ? cache_alloc_debugcheck_after(machine, cache, flags, place, caller)
    : place
  trace?.leave(toVirtual(object))
  return object
}

function toObject(address: VirtualAddress): PhysicalAddress {
  return address === layout.NULL ? NO_OBJECT : toPhysical(address)
}

/** The last object of an array that holds `avail`; that which a learner's function takes, if there is one. */
function takeLast(machine: Machine, array: number, avail: number): PhysicalAddress {
  const { popArray } = machine.overrides
  if (popArray !== undefined) return popFilled(machine, array, popArray)
  const { words } = machine
  const last = array + layout.AC_ENTRY + avail - 1
  const pointer = words[last]
  if (pointer === undefined) throw badPointer(last << 2)
  words[array + layout.AC_TOUCHED] = 1
  words[array + layout.AC_AVAIL] = avail - 1
  return pointer + POINTER_BASE
}

/** Takes from an array that holds objects with a learner's function. */
function popFilled(machine: Machine, array: number, popArray: PopArray): PhysicalAddress {
  const object = popOwn(machine, array, popArray)
  BUG_ON(object === NO_OBJECT, 'popArray: takes nothing, and there are objects')
  return object
}

/** Takes an object of a cache, or NO_OBJECT. Linux: mm/slab.c kmem_cache_alloc(). */
export function kmem_cache_alloc(
  machine: Machine,
  cache: PhysicalAddress,
  flags: GfpFlags,
): VirtualAddress {
  if (machine.plain) return __cache_alloc(machine, cache, flags)
  const { trace } = machine
  if (trace === null) return toVirtual(cacheAlloc(machine, cache, flags))
  return trace.call('kmem_cache_alloc', cache, [flags], () =>
    toVirtual(cacheAlloc(machine, cache, flags)),
  )
}

/**
 * The way in when the array is empty. Linux turns interrupts off for all of __cache_alloc(); nobody can see it before
 * this. What withIrqsOff() does is written out: made of small functions, V8 would put all of it into the shortest way.
 */
function refillAndTake(machine: Machine, cache: PhysicalAddress, flags: GfpFlags): VirtualAddress {
  const { cpu } = machine
  const enabled = cpu.interruptsEnabled
  let object: PhysicalAddress
  cpu.interruptsEnabled = false
  try {
    object = cache_alloc_refill(machine, cache, flags)
  } catch (error) {
    cpu.interruptsEnabled = enabled
    throw error
  }
  if (enabled) local_irq_enable(machine)
  else cpu.interruptsEnabled = false
  return toVirtual(object)
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
  const { words, trace } = machine
  const fields = cache >> 2
  trace?.enter('cache_alloc_refill', cache, flags)
  for (;;) {
    const array = (words[fields + machine.arrayField]! + POINTER_BASE) >> 2
    BUG_ON(words[array + layout.AC_AVAIL]! > 0, 'cache_alloc_refill: array not empty')
    fillArray(machine, cache, array)
    const avail = words[array + layout.AC_AVAIL]!
    if (avail > 0) {
      const pointer = words[array + layout.AC_ENTRY + avail - 1]!
      trace?.event('refilled', avail, words[fields + layout.CACHE_FREE_OBJECTS]!, pointer >>> 0)
      const object = takeLast(machine, array, avail)
      trace?.leave(toVirtual(object))
      return object
    }
    const grown = cache_grow(machine, cache, flags)
    const object = takeMeanwhile(machine, cache)
    if (!grown || object !== NO_OBJECT) {
      trace?.leave(toVirtual(object))
      return object
    }
  }
}

/** While the cache grew, interrupts may have been on, and a handler may have put objects into the array. */
function takeMeanwhile(machine: Machine, cache: PhysicalAddress): PhysicalAddress {
  const { words } = machine
  const array = (words[(cache >> 2) + machine.arrayField]! + POINTER_BASE) >> 2
  const avail = words[array + layout.AC_AVAIL]!
  if (avail === 0) return NO_OBJECT
  machine.trace?.event('filled-meanwhile', avail)
  return takeLast(machine, array, avail)
}

/**
 * Adds one slab to a cache: colour, pages, management, constructors; it joins the end of the free list.
 * Returns false when there is no memory or the mask forbids growing. A wrong mask stops the kernel here and only
 * here. Linux: mm/slab.c cache_grow().
 */
function cache_grow(machine: Machine, cache: PhysicalAddress, flags: GfpFlags): boolean {
  const { trace } = machine
  trace?.enter('cache_grow', cache, flags)
  const slab = growBy(machine, cache, flags)
  if (trace !== null) tellGrown(machine, trace, cache, slab)
  return slab !== NO_OBJECT
}

/** All of cache_grow(): returns the new slab, or NO_OBJECT. */
function growBy(machine: Machine, cache: PhysicalAddress, flags: GfpFlags): PhysicalAddress {
  const { words, trace } = machine
  const fields = cache >> 2
  const allowed = SLAB_DMA | SLAB_LEVEL_MASK
  trace?.event('mask-checked', flags >>> 0, allowed, (flags & ~allowed) >>> 0)
  const bad = (flags & ~allowed) >>> 0
  if (bad !== 0) return BUG(`cache_grow: bad flags ${hex(bad, 1)} in ${hex(flags, 1)}`)
  if ((flags & SLAB_NO_GROW) !== 0) {
    trace?.event('no-grow', flags)
    return NO_OBJECT
  }
  const { layOutSlab } = machine.overrides
  const plan = layOutSlab === undefined ? null : planSlab(machine, cache, layOutSlab)
  const offset = nextColour(machine, cache, plan)
  const wait = (flags & __GFP_WAIT) !== 0
  trace?.event('grows-with-interrupts', flags >>> 0, wait ? 1 : 0)
  if (wait) local_irq_enable(machine)
  const slab = makeSlab(machine, cache, flags, offset, plan)
  if (wait) {
    trace?.event('grown-interrupts-off')
    local_irq_disable(machine)
  }
  if (slab === NO_OBJECT) return NO_OBJECT
  list_add_tail(words, slab, cache + layout.CACHE_FREE_BYTE)
  if (machine.configuration.slabDebug) countGrown(machine, cache)
  words[fields + layout.CACHE_FREE_OBJECTS]! += words[fields + layout.CACHE_NUM]!
  return slab
}

/** Pages, management and constructors of a new slab, which no list knows yet. Returns NO_OBJECT when there is no memory. */
function makeSlab(
  machine: Machine,
  cache: PhysicalAddress,
  flags: GfpFlags,
  offset: number,
  plan: NewSlab | null,
): PhysicalAddress {
  const local_flags = flags & SLAB_LEVEL_MASK
  const ctor_flags =
    (local_flags & __GFP_WAIT) === 0
      ? SLAB_CTOR_CONSTRUCTOR | SLAB_CTOR_ATOMIC
      : SLAB_CTOR_CONSTRUCTOR
  kmem_flagcheck(machine, cache, flags)
  const frame = kmem_getpages(machine, cache, flags, offset)
  if (frame === NO_PAGE) return NO_OBJECT
  const slab = alloc_slabmgmt(machine, cache, frame, offset, local_flags, plan)
  if (slab === NO_OBJECT) {
    const order = machine.words[(cache >> 2) + layout.CACHE_GFPORDER]!
    machine.trace?.event('slab-abandoned', frame, order)
    kmem_freepages(machine, cache, frame)
    return NO_OBJECT
  }
  set_slab_attr(machine, cache, slab, frame)
  cache_init_objs(machine, cache, slab, ctor_flags, plan)
  return slab
}

function tellGrown(
  machine: Machine,
  trace: Trace,
  cache: PhysicalAddress,
  slab: PhysicalAddress,
): void {
  const { words } = machine
  if (slab !== NO_OBJECT) {
    const number = slabNumber(machine, slab)
    const num = words[(cache >> 2) + layout.CACHE_NUM]!
    const free_objects = words[(cache >> 2) + layout.CACHE_FREE_OBJECTS]!
    trace.event('grown', number, slabFrame(words, slab), num, free_objects)
  }
  trace.leave(slab === NO_OBJECT ? 0 : 1)
}

/** The bytes before everything in the next slab. The colours take turns, whether the slab comes about or not. */
function nextColour(machine: Machine, cache: PhysicalAddress, plan: NewSlab | null): number {
  const { words } = machine
  const fields = cache >> 2
  const colour_next = words[fields + layout.CACHE_COLOUR_NEXT]!
  const colour = words[fields + layout.CACHE_COLOUR]! >>> 0
  const colour_off = words[fields + layout.CACHE_COLOUR_OFF]!
  const usual = (colour_next + 1) >>> 0 >= colour ? 0 : colour_next + 1
  const following = plan?.colour_next ?? usual
  const offset = plan === null ? colour_next * colour_off : (plan.notes ?? plan.colouroff)
  machine.trace?.event('colour', colour_next, colour, colour_off, offset, following)
  words[fields + layout.CACHE_COLOUR_NEXT] = following
  return offset
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
  plan: NewSlab | null,
): PhysicalAddress {
  const { words, trace } = machine
  const fields = cache >> 2
  const start = frame << PAGE_SHIFT
  const slab_size = words[fields + layout.CACHE_SLAB_SIZE]!
  let colouroff = colourOffset
  let slab: PhysicalAddress
  trace?.enter('alloc_slabmgmt', cache, frame, colourOffset)
  if ((words[fields + layout.CACHE_FLAGS]! & CFLGS_OFF_SLAB) === 0) {
    slab = start + colouroff
    trace?.event('management-on-slab', slab_size, toVirtual(slab))
    colouroff += slab_size
  } else {
    const slabp_cache = words[fields + layout.CACHE_SLABP_CACHE]! + POINTER_BASE
    trace?.event(
      'management-off-slab',
      slab_size,
      words[(slabp_cache >> 2) + layout.CACHE_OBJSIZE]!,
    )
    slab = cacheAlloc(machine, slabp_cache, local_flags, 'alloc_slabmgmt')
  }
  colouroff = plan?.colouroff ?? colouroff
  if (slab !== NO_OBJECT) {
    words[(slab >> 2) + layout.SLAB_INUSE] = 0
    words[(slab >> 2) + layout.SLAB_COLOUROFF] = colouroff
    words[(slab >> 2) + layout.SLAB_S_MEM] = start + colouroff - POINTER_BASE
  }
  trace?.leave(toVirtual(slab))
  return slab
}
