/** An allocation mask taken apart: its bits, what they permit, which zones serve it, and what slab makes of it. */
import * as gfp from '#kernel/gfp.ts'
import type { GfpFlags, Kernel } from '#kernel/index.ts'
import { COSTLY_ORDER } from '#kernel/page/slow_path.ts'
import { loweredMark } from '#kernel/page/watermark.ts'
import { build_zonelists, ZONE_NAMES } from '#kernel/page/zone.ts'
import { maskOf, tellGfp } from './flag-names.ts'
import {
  forbiddenInSlab,
  type GfpFlag,
  gfpFlags,
  type GfpSituation,
  gfpSituations,
  namelessBits,
  namesOf,
} from './gfp-flags.ts'

/** What a mask decides, and why where one bit alone does not say it. */
interface GfpPermission {
  readonly yes: boolean
  readonly because: string
}

export interface GfpView {
  readonly kind: 'gfp'
  readonly mask: number
  /** As a programmer writes it: `GFP_KERNEL | __GFP_NOWARN`. */
  readonly name: string
  /** The bits that are set, lowest first, and what is left of the mask without them. */
  readonly flags: readonly GfpFlag[]
  readonly nameless: number
  /** The masks with a name that have exactly these bits. */
  readonly situations: readonly GfpSituation[]
  readonly maySleep: GfpPermission
  readonly mayStartIO: GfpPermission
  readonly mayEnterFileSystems: GfpPermission
  /** Names of the zones that are asked, in order; null when there is no such list. */
  readonly zones: readonly string[] | null
  /** When kswapd has been woken, the part of pages_min that must stay free: `kept` of `of`. */
  readonly reserve: { readonly kept: number; readonly of: number; readonly because: string }
  /** What follows when the zones have too little. */
  readonly ending: string
  readonly isQuiet: boolean
  readonly slab: {
    readonly dma: boolean
    /** Bits over which a cache that must grow stops the kernel: by name, and as they are. */
    readonly forbidden: readonly string[]
    readonly forbiddenBits: number
    readonly mayGrow: boolean
  }
}

/** The masks that have a name, beside each other, and all bits. */
export interface GfpMasksView {
  readonly kind: 'gfp masks'
  readonly masks: readonly (GfpSituation & { readonly view: GfpView })[]
  readonly flags: readonly GfpFlag[]
}

/** What every mask with a name permits; without a machine, the zones are those of one that has all. */
export function viewGfpMasks(kernel: Kernel | null = null): GfpMasksView {
  const masks = gfpSituations.map((situation) => {
    return { ...situation, view: viewGfp(situation.value, kernel) }
  })
  return { kind: 'gfp masks', masks, flags: gfpFlags }
}

/**
 * A mask, as a number or by its names, such as `GFP_KERNEL | __GFP_DMA`. The zones are those of a machine that has all
 * of them, unless a machine is given. A RangeError for a name that is none.
 */
export function viewGfp(mask: GfpFlags | string, kernel: Kernel | null = null): GfpView {
  const bits = (typeof mask === 'string' ? maskOf(mask) : mask) >>> 0
  const forbiddenBits = forbiddenInSlab(bits)
  return {
    kind: 'gfp',
    mask: bits,
    name: tellGfp(bits),
    flags: gfpFlags.filter(({ value }) => (bits & value) !== 0),
    nameless: namelessBits(bits),
    situations: gfpSituations.filter(({ value }) => value === bits),
    maySleep: permission(bits, '__GFP_WAIT'),
    mayStartIO: reclaimPermission(bits, '__GFP_IO'),
    mayEnterFileSystems: reclaimPermission(bits, '__GFP_FS'),
    zones: zonesOf(bits, kernel),
    reserve: reserveOf(bits),
    ending: endingOf(bits),
    isQuiet: has(bits, gfp.__GFP_NOWARN),
    slab: {
      dma: has(bits, gfp.__GFP_DMA),
      forbidden: namesOf(forbiddenBits),
      forbiddenBits,
      mayGrow: forbiddenBits === 0 && !has(bits, gfp.__GFP_NO_GROW),
    },
  }
}

function has(mask: number, bits: number): boolean {
  return (mask & bits) !== 0
}

type PermittingFlag = '__GFP_WAIT' | '__GFP_IO' | '__GFP_FS'

function permission(mask: number, name: PermittingFlag): GfpPermission {
  const yes = namesOf(mask).includes(name)
  return { yes, because: `${name} is ${yes ? 'set' : 'not set'}` }
}

/** What only reclaim does, and reclaim may have to wait. */
function reclaimPermission(mask: number, name: '__GFP_IO' | '__GFP_FS'): GfpPermission {
  const own = permission(mask, name)
  if (!own.yes || has(mask, gfp.__GFP_WAIT)) return own
  return { yes: false, because: `${name} is set, but without __GFP_WAIT nothing is reclaimed` }
}

function zonesOf(mask: number, kernel: Kernel | null): string[] | null {
  const every = ZONE_NAMES.map((name) => ({ name, present_pages: 1 }))
  const lists: readonly (readonly { readonly name: string }[])[] =
    kernel?.machine.node_zonelists ?? build_zonelists(every)
  return lists[mask & gfp.GFP_ZONEMASK]?.map(({ name }) => name) ?? null
}

/** The smallest mark that is cut without a rest. */
const wholeMark = 8

function reserveOf(mask: number): GfpView['reserve'] {
  const [high, harder] = [has(mask, gfp.__GFP_HIGH), !has(mask, gfp.__GFP_WAIT)]
  const reasons = [
    ...(high ? ['half for __GFP_HIGH'] : []),
    ...(harder ? [`a quarter ${high ? 'of the rest ' : ''}less without __GFP_WAIT`] : []),
  ]
  return {
    kept: loweredMark(wholeMark, harder, high),
    of: wholeMark,
    because: reasons.join(', ') || 'nothing lowers it',
  }
}

/** The slow end of __alloc_pages(), in words. */
function endingOf(mask: number): string {
  if (!has(mask, gfp.__GFP_WAIT)) return 'NULL at once: nothing is reclaimed'
  if (has(mask, gfp.__GFP_NORETRY)) return 'reclaims once, and gets NULL when that was too little'
  const stubborn = has(mask, gfp.__GFP_REPEAT | gfp.__GFP_NOFAIL)
  const again = stubborn
    ? 'tries again at any order'
    : `tries again up to order ${COSTLY_ORDER}, and gets NULL above`
  return has(mask, gfp.__GFP_FS)
    ? `reclaims; where that brings nothing, the OOM killer ends a process; ${again}`
    : `reclaims; ${again}; the OOM killer never runs for it`
}
