/**
 * May a zone give pages? Only while enough of them stay free above a mark and above what the zone keeps from requests
 * that could have used a higher one. Linux: mm/page_alloc.c zone_watermark_ok().
 */
import type { Trace } from '../trace/trace.ts'
import type { Zone } from './zone.ts'

/** What zone_watermark_ok() looks at in a zone. */
type WatermarkZone = Pick<Zone, 'free_pages' | 'lowmem_reserve' | 'nr_free'>

/** Told what is compared: of the blocks of `order` and above, `free` pages must be more than `min`. */
type Compared = (order: number, free: number, min: number) => void

/**
 * True when a zone may give 2^order pages: enough pages stay free above the mark and the reserve, and enough of
 * them in large blocks. Linux: mm/page_alloc.c zone_watermark_ok(). `compared` hears every comparison that is made,
 * the first one with the reserve in `min`.
 */
export function zone_watermark_ok(
  zone: WatermarkZone,
  order: number,
  mark: number,
  classzone_idx: number,
  can_try_harder: boolean,
  gfp_high: boolean,
  compared: Compared | null = null,
): boolean {
  let min = loweredMark(mark, can_try_harder, gfp_high)
  let free_pages = zone.free_pages - (1 << order) + 1
  compared?.(0, free_pages, min + zone.lowmem_reserve[classzone_idx]!)
  if (free_pages <= min + zone.lowmem_reserve[classzone_idx]!) return false
  for (let lower = 0; lower < order; lower++) {
    free_pages -= zone.nr_free[lower]! << lower
    min >>= 1
    compared?.(lower + 1, free_pages, min)
    if (free_pages <= min) return false
  }
  return true
}

/** What is left of a mark: half for a mask with HIGH, and three quarters of that for who may try harder. */
export function loweredMark(mark: number, can_try_harder: boolean, gfp_high: boolean): number {
  let min = mark
  if (gfp_high) min -= min >> 1
  if (can_try_harder) min -= min >> 2
  return min
}

/** What one pass over the zones demands of each, and who may go below that. */
export interface Demand {
  readonly mark: 'pages_low' | 'pages_min' | 'pages_high'
  readonly harder: boolean
  readonly high: boolean
}

/** What zone_watermark_ok() compares. `next` is the index of the zone that is asked after a no, or -1. */
export function tellWatermark(
  trace: Trace,
  zone: Zone,
  order: number,
  classzone: number,
  { mark, harder, high }: Demand,
  next: number,
): void {
  const ok = zone_watermark_ok(zone, order, zone[mark], classzone, harder, high)
  trace.event(
    'zone-watermark',
    zone.index,
    order,
    zone.free_pages,
    zone[mark],
    high ? 1 : 0,
    harder ? 1 : 0,
    loweredMark(zone[mark], harder, high),
    zone.lowmem_reserve[classzone]!,
    ok ? 1 : 0,
    next,
  )
}
