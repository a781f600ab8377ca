/**
 * How a cache cuts its slabs: how many pages, how many objects, where the descriptor stands, how many colours.
 * Pure arithmetic: nothing here touches memory. Linux: mm/slab.c kmem_cache_create().
 */
import { ALIGN } from '#lib/bits.ts'
import { BYTES_PER_WORD, PAGE_SIZE, SIZEOF_BUFCTL, SIZEOF_SLAB } from '../layout.ts'
import { KernelBug } from '../panic.ts'
import type { Trace } from '../trace/trace.ts'
import { debugSpace, flagsForAlignment } from './debug_create.ts'
import { CFLGS_OFF_SLAB, SLAB_HWCACHE_ALIGN, SLAB_RECLAIM_ACCOUNT } from './slab_flags.ts'

/** A slab has at most 2^5 pages. */
export const MAX_GFP_ORDER = 5

export interface Geometry {
  readonly objsize: number
  readonly num: number
  readonly gfporder: number
  readonly slab_size: number
  readonly colour: number
  readonly colour_off: number
  readonly left_over: number
  /** The flags asked for, with CFLGS_OFF_SLAB where it applies, and without red words where they cannot be had. */
  readonly flags: number
  /** Bytes of an object without what debugging adds, and before it. */
  readonly reallen: number
  readonly dbghead: number
}

/** What the search for a geometry needs to know about the machine. */
export interface GeometryLimits {
  readonly cpuLine: number
  readonly slab_break_gfp_order: number
  /** The most objects that an off-slab descriptor can link. */
  readonly offslab_limit: number
  readonly cache_estimate: typeof cache_estimate
  readonly placeNotes: PlaceNotes
  readonly colours: Colours
  /** Who looks on; null when nobody does. */
  readonly trace: Trace | null
}

/** Objects in a slab and its order, for objects of `objsize` bytes whose slab holds its descriptor or not. */
export type FitObjects = (
  objsize: number,
  offSlab: boolean,
) => { num: number; gfporder: number; left_over: number }

/** Where the descriptor of a slab lies, and what that leaves: a step of kmem_cache_create(), all in bytes. */
export interface SlabPlan {
  readonly objsize: number
  readonly offSlab: boolean
  readonly num: number
  readonly gfporder: number
  readonly slab_size: number
  readonly left_over: number
}

/** `size` as asked for, `align` as decided already. */
export type PlaceNotes = (size: number, align: number, fit: FitObjects) => SlabPlan

/** `line` is that of the processor. */
export type Colours = (
  left_over: number,
  line: number,
  align: number,
) => { colour: number; colour_off: number }

/**
 * Objects that fit into a slab of 2^gfporder pages together with their links (unless those are off-slab), and the
 * bytes that stay unused. Linux: mm/slab.c cache_estimate().
 */
export function cache_estimate(
  gfporder: number,
  size: number,
  align: number,
  flags: number,
): { num: number; left_over: number } {
  const offSlab = (flags & CFLGS_OFF_SLAB) !== 0
  const base = offSlab ? 0 : SIZEOF_SLAB
  const extra = offSlab ? 0 : SIZEOF_BUFCTL
  const wastage = PAGE_SIZE << gfporder
  let num = 0
  while (num * size + ALIGN(base + num * extra, align) <= wastage) num++
  if (num > 0) num--
  return { num, left_over: wastage - num * size - ALIGN(base + num * extra, align) }
}

/** The alignment of objects if their creator asks for no other: words, or the line of the processor, halved while two fit. */
function ownAlignment(size: number, flags: number, cpuLine: number): number {
  if ((flags & SLAB_HWCACHE_ALIGN) === 0) return BYTES_PER_WORD
  let align = cpuLine
  while (size <= align / 2) align /= 2
  return align
}

/**
 * The number of pages and objects of a slab: more pages until little is wasted, but not many.
 * `num` 0 means that no object fits into the largest slab.
 */
function searchOrder(
  size: number,
  align: number,
  flags: number,
  limits: GeometryLimits,
): { gfporder: number; num: number; left_over: number } {
  if ((flags & SLAB_RECLAIM_ACCOUNT) !== 0 && size <= PAGE_SIZE) {
    return { gfporder: 0, ...limits.cache_estimate(0, size, align, flags) }
  }
  for (let gfporder = 0; ; gfporder++) {
    const fit = limits.cache_estimate(gfporder, size, align, flags)
    const slabBytes = PAGE_SIZE << gfporder
    const { slab_break_gfp_order } = limits
    const { num, left_over } = fit
    limits.trace?.event('order-tried', gfporder, num, left_over, slabBytes, slab_break_gfp_order)
    if (gfporder >= MAX_GFP_ORDER) return { gfporder, ...fit }
    if (fit.num === 0) continue
    if ((flags & CFLGS_OFF_SLAB) !== 0 && fit.num > limits.offslab_limit) {
      const smaller = gfporder - 1
      return { gfporder: smaller, ...limits.cache_estimate(smaller, size, align, flags) }
    }
    if (gfporder >= slab_break_gfp_order || left_over * 8 <= slabBytes) return { gfporder, ...fit }
  }
}

/**
 * Objects of 512 bytes and more keep their slab's descriptor outside, unless what is left over in the slab has room
 * for it. The size is compared before it is rounded up to the alignment. `num` 0 means: no object fits.
 */
export function placeNotes(size: number, align: number, fit: FitObjects): SlabPlan {
  const words = ALIGN(size, BYTES_PER_WORD)
  const objsize = ALIGN(words, align)
  const large = words >= PAGE_SIZE >> 3
  const { num, gfporder, left_over } = fit(objsize, large)
  const management = SIZEOF_SLAB + num * SIZEOF_BUFCTL
  const slab_size = ALIGN(management, align)
  const plan = { objsize, num, gfporder }
  if (!large) return { ...plan, offSlab: false, slab_size, left_over }
  if (left_over < slab_size) return { ...plan, offSlab: true, slab_size: management, left_over }
  return { ...plan, offSlab: false, slab_size, left_over: left_over - slab_size }
}

/** How many colours the left-over bytes give, and how many bytes lie between two of them. */
export function colours(
  left_over: number,
  line: number,
  align: number,
): { colour: number; colour_off: number } {
  const colour_off = Math.max(line, align)
  return { colour: Math.trunc(left_over / colour_off), colour_off }
}

/**
 * A learner's functions may plan objects that begin within a word. The i386 could live with that; here the kernel's
 * own structures, which are such objects, hold whole words only, so it stops before anything is destroyed.
 */
function requireWords(plan: Readonly<Record<string, number>>): void {
  for (const [name, bytes] of Object.entries(plan)) {
    if (bytes % BYTES_PER_WORD === 0) continue
    throw new KernelBug(
      `kmem_cache_create: ${name} is ${bytes}, and no multiple of ${BYTES_PER_WORD}: not every object would begin at a whole word`,
    )
  }
}

/** The whole geometry of a cache of `size` bytes. `num` 0 means: not possible. */
export function geometryOf(
  size: number,
  wantedAlign: number,
  wantedFlags: number,
  limits: GeometryLimits,
): Geometry {
  const { cpuLine, trace } = limits
  const words = ALIGN(size, BYTES_PER_WORD)
  const ownAlign = ownAlignment(words, wantedFlags, cpuLine)
  const align = Math.max(ownAlign, wantedAlign)
  const askedFlags = flagsForAlignment(wantedFlags, ownAlign, wantedAlign)
  const hwalign = (wantedFlags & SLAB_HWCACHE_ALIGN) === 0 ? 0 : 1
  trace?.event('alignment', size, words, hwalign, cpuLine, wantedAlign, align)
  const debug = debugSpace(words, align, askedFlags, trace)
  const fit: FitObjects = (objsize, offSlab) =>
    searchOrder(objsize, debug.align, offSlab ? askedFlags | CFLGS_OFF_SLAB : askedFlags, limits)
  const { objsize, offSlab, num, gfporder, slab_size, left_over } = limits.placeNotes(
    debug.added === 0 ? size : words + debug.added,
    debug.align,
    fit,
  )
  trace?.event(
    'management',
    words + debug.added,
    PAGE_SIZE >> 3,
    offSlab ? 1 : 0,
    slab_size,
    left_over,
  )
  const { colour, colour_off } = limits.colours(left_over, cpuLine, debug.align)
  trace?.event('colours', left_over, colour_off, colour)
  requireWords({ objsize, slab_size: offSlab ? 0 : slab_size, colour_off })
  const flags = offSlab ? askedFlags | CFLGS_OFF_SLAB : askedFlags
  const { dbghead } = debug
  const place = { objsize, num, gfporder, slab_size, left_over }
  return { ...place, colour, colour_off, flags, reallen: words, dbghead }
}
