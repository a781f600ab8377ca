/** Direct reclaim: whoever needs memory frees some. Linux: mm/vmscan.c. */
import type { GfpFlags } from '../layout.ts'
import { HZ } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { DEF_PRIORITY, type Zone } from '../page/zone.ts'
import { blk_congestion_wait } from './congestion.ts'
import { lruPages } from './lru.ts'
import { newScanControl, SWAP_CLUSTER_MAX, type ScanControl } from './scan_control.ts'
import { shrink_zone } from './shrink_zone.ts'
import { shrink_slab } from './shrinkers.ts'
import { wakeup_bdflush } from './writeback.ts'

/**
 * Frees pages of the zones of a request, harder and harder: true as soon as one pass has freed 32, with those that
 * caches gave back. Then at least something may have changed; how much the request needs is not asked.
 * Linux: mm/vmscan.c try_to_free_pages().
 */
export function try_to_free_pages(
  machine: Machine,
  zones: readonly Zone[],
  gfp_mask: GfpFlags,
  order: number,
): boolean {
  const { trace } = machine
  trace?.enter('try_to_free_pages', 0, gfp_mask, order)
  const lru_pages = zones.reduce((sum, zone) => sum + lruPages(zone), 0)
  for (const zone of zones) zone.temp_priority = DEF_PRIORITY
  const progress = freeHarder(machine, zones, gfp_mask, lru_pages)
  for (const zone of zones) zone.prev_priority = zone.temp_priority
  trace?.leave(progress ? 1 : 0)
  return progress
}

function freeHarder(
  machine: Machine,
  zones: readonly Zone[],
  gfp_mask: GfpFlags,
  lru_pages: number,
): boolean {
  let total_scanned = 0
  for (let priority = DEF_PRIORITY; priority >= 0; priority--) {
    const sc = newScanControl(gfp_mask, priority)
    shrink_caches(machine, zones, sc)
    shrink_slab(machine, sc.nr_scanned, gfp_mask, lru_pages)
    sc.nr_reclaimed += takeReclaimedSlab(machine)
    const enough = sc.nr_reclaimed >= SWAP_CLUSTER_MAX
    machine.trace?.event('reclaim-pass', priority, sc.nr_scanned, sc.nr_reclaimed, SWAP_CLUSTER_MAX)
    if (enough) return true
    total_scanned += sc.nr_scanned
    if (total_scanned > SWAP_CLUSTER_MAX + SWAP_CLUSTER_MAX / 2) {
      wakeup_bdflush(machine, total_scanned)
    }
    if (sc.nr_scanned > 0 && priority < DEF_PRIORITY - 2) blk_congestion_wait(machine, HZ / 10)
  }
  return false
}

/** The pages of slabs that were freed in the name of the current task since this was asked last. */
export function takeReclaimedSlab({ cpu }: Machine): number {
  const { current } = cpu
  const pages = current.reclaimed_slab ?? 0
  if (pages > 0) current.reclaimed_slab = 0
  return pages
}

/** One pass over the zones, the best first. Linux: mm/vmscan.c shrink_caches(). */
function shrink_caches(machine: Machine, zones: readonly Zone[], sc: ScanControl): void {
  for (const zone of zones) {
    zone.temp_priority = sc.priority
    zone.prev_priority = Math.min(zone.prev_priority, sc.priority)
    if (zone.all_unreclaimable && sc.priority !== DEF_PRIORITY) continue
    shrink_zone(machine, zone, sc)
  }
}
