/**
 * Caches of the kernel that can give objects back when memory is short: each registers a function that reclaim calls.
 * Linux: mm/vmscan.c.
 */
import { divide } from '#lib/bits.ts'
import { cond_resched } from '../context/sleep.ts'
import type { GfpFlags } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { BUG_ON } from '../panic.ts'
import { SWAP_CLUSTER_MAX } from './scan_control.ts'

/** A shrinker is asked for so many objects at a time. */
const SHRINK_BATCH = 128
/** What a shrinker costs that is no dearer than a page. Linux: linux/mm.h. */
export const DEFAULT_SEEKS = 2

/**
 * Gives back up to `nr_to_scan` objects, and returns how many could be given back still; 0 only asks for that. -1 is a
 * refusal: with this mask it may do nothing, because it would need the file system, for instance.
 */
export type ShrinkerFunction = (nr_to_scan: number, gfp_mask: GfpFlags) => number

/** Linux: mm/vmscan.c struct shrinker. */
export interface Shrinker {
  readonly shrinker: ShrinkerFunction
  /** How hard it is to make an object again, compared with reading a page. */
  readonly seeks: number
  /** Objects that it is to give back, but too few yet for a batch. */
  nr: number
}

/** Registers a function. Linux: mm/vmscan.c set_shrinker(). Differs: the notes about it take no memory of the machine. */
export function set_shrinker(
  machine: Machine,
  seeks: number,
  shrinker: ShrinkerFunction,
): Shrinker {
  BUG_ON(!Number.isInteger(seeks) || seeks < 1, `set_shrinker: ${seeks} seeks`)
  const entry = { shrinker, seeks, nr: 0 }
  machine.shrinkers.unshift(entry)
  return entry
}

/** Forgets a function. Linux: mm/vmscan.c remove_shrinker(). */
export function remove_shrinker(machine: Machine, shrinker: Shrinker): void {
  const place = machine.shrinkers.indexOf(shrinker)
  BUG_ON(place < 0, 'remove_shrinker: it is not registered')
  machine.shrinkers.splice(place, 1)
}

/**
 * Asks every cache for the part of its objects that was scanned of the pages: after `scanned` of `lru_pages` pages.
 * What is less than a batch of 128 is saved up for the next time. Linux: mm/vmscan.c shrink_slab().
 */
export function shrink_slab(
  machine: Machine,
  scanned: number,
  gfp_mask: GfpFlags,
  lru_pages: number,
): void {
  const { shrinkers, trace } = machine
  if (shrinkers.length === 0) return
  trace?.enter('shrink_slab', 0, scanned, gfp_mask, lru_pages)
  const looks = scanned === 0 ? SWAP_CLUSTER_MAX : scanned
  for (const entry of shrinkers.slice()) {
    const objects = entry.shrinker(0, gfp_mask)
    const delta = divide(divide(4 * looks, entry.seeks) * objects, lru_pages + 1)
    trace?.event('shrinker-asked', objects, looks, lru_pages, entry.seeks, delta, entry.nr)
    shrinkBy(machine, entry, entry.nr + delta, gfp_mask)
  }
  trace?.leave()
}

/** Asks one cache for so many objects, in batches. */
function shrinkBy(machine: Machine, entry: Shrinker, wanted: number, gfp_mask: GfpFlags): void {
  let total_scan = wanted
  entry.nr = 0
  while (total_scan >= SHRINK_BATCH) {
    machine.trace?.event('shrink-batch', SHRINK_BATCH, total_scan, gfp_mask)
    if (entry.shrinker(SHRINK_BATCH, gfp_mask) === -1) {
      machine.trace?.event('shrinker-refused', gfp_mask)
      break
    }
    total_scan -= SHRINK_BATCH
    cond_resched(machine)
  }
  entry.nr += total_scan
}
