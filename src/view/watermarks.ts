/** Zones with their marks: which of them gives pages for a mask, in which round, and what is compared. */
import { GFP_ZONEMASK } from '#kernel/gfp.ts'
import { __GFP_WAIT, GFP_KERNEL, type GfpFlags, type Kernel } from '#kernel/index.ts'
import { demandOf, ignoresMarks, LOW_MARK } from '#kernel/page/slow_path.ts'
import { type Demand, loweredMark, zone_watermark_ok } from '#kernel/page/watermark.ts'
import type { Zone } from '#kernel/page/zone.ts'
import { tellGfp } from './flag-names.ts'

/** One comparison: of the blocks of `order` and above, `free` pages must be more than `least`. */
interface MarkTest {
  readonly order: number
  readonly free: number
  readonly least: number
}

/** What a round demands of a zone. */
export interface MarkRound {
  readonly mark: 'low' | 'min' | 'high'
  /** The mark, and what the mask and the task lower it to. */
  readonly pages: number
  readonly lowered: number
  /** What the zone must keep: the lowered mark and the reserve. */
  readonly keep: number
  /** As far as they are made: the last one decides. */
  readonly tests: readonly MarkTest[]
  readonly ok: boolean
}

export interface ZoneMarks {
  readonly name: string
  /** Its place in the zonelist from 0; null when the mask never comes here. */
  readonly place: number | null
  readonly present_pages: number
  readonly free_pages: number
  readonly pages_min: number
  readonly pages_low: number
  readonly pages_high: number
  /** Pages it keeps from requests that could have used the first zone of the list. */
  readonly reserve: number
  /** First with kswapd asleep, then with kswapd woken; none for a zone that is not asked. */
  readonly rounds: readonly MarkRound[]
}

export interface WatermarksView {
  readonly kind: 'watermarks'
  readonly gfp: number
  /** The mask by its names. */
  readonly mask: string
  readonly order: number
  /** The zone that every reserve is against: the first of the zonelist. */
  readonly classZone: string
  /** Why the min mark is lowered: half for HIGH, a quarter of the rest for who cannot wait, or is a real-time task. */
  readonly high: boolean
  readonly harder: boolean
  /** From the lowest addresses up; zones without memory are left out. */
  readonly zones: readonly ZoneMarks[]
  /** The zone that gives, and in which round; null when reclaim or failure follows. */
  readonly served: { readonly zone: string; readonly round: number } | null
  /** What follows when no round succeeds: the marks do not count for the task, or it reclaims, or it gets nothing. */
  readonly ignoresMarks: boolean
  readonly mayWait: boolean
}

export interface WatermarkQuestion {
  readonly gfp?: GfpFlags
  readonly order?: number
}

/**
 * What `alloc_pages(gfp, order)` would meet now. Nothing is changed. A RangeError for a mask without a zonelist, or an
 * order that no list has.
 */
export function viewWatermarks(
  kernel: Kernel,
  { gfp = GFP_KERNEL, order = 0 }: WatermarkQuestion = {},
): WatermarksView {
  const { machine } = kernel
  const zonelist = machine.node_zonelists[gfp & GFP_ZONEMASK]
  const first = zonelist?.[0]
  if (!zonelist || !first) throw new RangeError(`watermarks: no zones serve ${tellGfp(gfp)}.`)
  if (!(order >= 0 && order < first.nr_free.length))
    throw new RangeError(`watermarks: give an order from 0 to ${first.nr_free.length - 1}.`)
  const demands = [LOW_MARK, demandOf(machine, gfp)] as const
  const roundsOf = (zone: Zone): MarkRound[] =>
    demands.map((demand) => roundOf(zone, order, first.index, demand))
  const { high, harder } = demands[1]
  const zones = machine.zones
    .filter(({ present_pages }) => present_pages > 0)
    .map((zone): ZoneMarks => {
      const { name, present_pages, free_pages, pages_min, pages_low, pages_high } = zone
      const place = zonelist.indexOf(zone)
      const reserve = zone.lowmem_reserve[first.index] ?? 0
      const numbers = { present_pages, free_pages, pages_min, pages_low, pages_high, reserve }
      const asked = place >= 0
      return { name, ...numbers, place: asked ? place : null, rounds: asked ? roundsOf(zone) : [] }
    })
  return {
    kind: 'watermarks',
    gfp: gfp >>> 0,
    mask: tellGfp(gfp),
    order,
    classZone: first.name,
    high,
    harder,
    zones,
    served: servedBy(zones),
    ignoresMarks: ignoresMarks(machine),
    mayWait: (gfp & __GFP_WAIT) !== 0,
  }
}

const names = { pages_low: 'low', pages_min: 'min', pages_high: 'high' } as const

function roundOf(
  zone: Zone,
  order: number,
  classzone: number,
  { mark, harder, high }: Demand,
): MarkRound {
  const pages = zone[mark]
  const lowered = loweredMark(pages, harder, high)
  const tests: MarkTest[] = []
  const ok = zone_watermark_ok(zone, order, pages, classzone, harder, high, (above, free, least) =>
    tests.push({ order: above, free, least }),
  )
  const keep = lowered + (zone.lowmem_reserve[classzone] ?? 0)
  return { mark: names[mark], pages, lowered, keep, tests, ok }
}

/** Round by round, each zone in the order of the list. */
function servedBy(zones: readonly ZoneMarks[]): WatermarksView['served'] {
  const inOrder = zones
    .filter(({ place }) => place !== null)
    .sort((one, other) => (one.place ?? 0) - (other.place ?? 0))
  for (const round of [0, 1]) {
    const found = inOrder.find(({ rounds }) => rounds[round]?.ok)
    if (found) return { zone: found.name, round }
  }
  return null
}
