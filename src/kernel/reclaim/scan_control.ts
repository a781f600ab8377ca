/** What one pass of reclaim wants, and what it has done. Linux: mm/vmscan.c struct scan_control. */
import type { GfpFlags } from '../layout.ts'

/** Pages that are looked at together, and what a pass must free to count as progress. Linux: linux/swap.h. */
export const SWAP_CLUSTER_MAX = 32

export interface ScanControl {
  /** The mask of the allocation that all this is done for. */
  readonly gfp_mask: GfpFlags
  /** From DEF_PRIORITY, a 4096th of each list, to 0, all of it. */
  priority: number
  /** Pages that the next function is to look at. */
  nr_to_scan: number
  /** Inactive pages looked at; those on their way to swap count twice. */
  nr_scanned: number
  /** Pages freed. */
  nr_reclaimed: number
  /** Pages that shrink_zone() is still to free. */
  nr_to_reclaim: number
}

/** For a pass that has not begun. */
export function newScanControl(gfp_mask: GfpFlags, priority: number): ScanControl {
  return { gfp_mask, priority, nr_to_scan: 0, nr_scanned: 0, nr_reclaimed: 0, nr_to_reclaim: 0 }
}
