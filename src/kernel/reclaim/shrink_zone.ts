/**
 * Reclaims from one zone: pages that were not used lately move from the active to the inactive list, and from the end
 * of that they are freed. Linux: mm/vmscan.c.
 */
import { cond_resched } from '../context/sleep.ts'
import type { PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_active } from '../page/page_flags.ts'
import type { Zone } from '../page/zone.ts'
import { addToList, del_page_from_lru, lruPages } from './lru.ts'
import { HOLDS_ANONYMOUS } from './reclaimable.ts'
import { SWAP_CLUSTER_MAX, type ScanControl } from './scan_control.ts'
import { shrink_list } from './shrink_list.ts'

/**
 * Looks through a part of both lists, the larger the lower the priority, until 32 pages are freed. A part of less than
 * 32 pages is saved up. Linux: mm/vmscan.c shrink_zone().
 */
export function shrink_zone(machine: Machine, zone: Zone, sc: ScanControl): void {
  const active = (zone.nr_active >> sc.priority) + 1
  const inactive = (zone.nr_inactive >> sc.priority) + 1
  zone.nr_scan_active += active
  zone.nr_scan_inactive += inactive
  const watched = lruPages(zone) > 0 ? machine.trace : null
  watched?.enter('shrink_zone', 0, zone.index, sc.priority)
  watched?.event(
    'pages-to-scan',
    zone.nr_active,
    zone.nr_scan_active,
    zone.nr_inactive,
    zone.nr_scan_inactive,
    SWAP_CLUSTER_MAX,
  )
  let nr_active = zone.nr_scan_active >= SWAP_CLUSTER_MAX ? zone.nr_scan_active : 0
  if (nr_active > 0) zone.nr_scan_active = 0
  let nr_inactive = zone.nr_scan_inactive >= SWAP_CLUSTER_MAX ? zone.nr_scan_inactive : 0
  if (nr_inactive > 0) zone.nr_scan_inactive = 0
  sc.nr_to_reclaim = SWAP_CLUSTER_MAX
  while (nr_active > 0 || nr_inactive > 0) {
    if (nr_active > 0) {
      sc.nr_to_scan = Math.min(nr_active, SWAP_CLUSTER_MAX)
      nr_active -= sc.nr_to_scan
      refill_inactive_zone(machine, zone, sc)
    }
    if (nr_inactive > 0) {
      sc.nr_to_scan = Math.min(nr_inactive, SWAP_CLUSTER_MAX)
      nr_inactive -= sc.nr_to_scan
      shrink_cache(machine, zone, sc)
      if (sc.nr_to_reclaim <= 0) break
    }
  }
  watched?.leave()
}

/**
 * Moves pages from the end of the active list to the front of the inactive one; memory of processes stays active.
 * Linux: mm/vmscan.c refill_inactive_zone(). Differs: there is no swap area, so nothing that a process has in its page
 * tables is ever taken from it.
 */
function refill_inactive_zone(machine: Machine, zone: Zone, sc: ScanControl): void {
  const { pages, reclaimable } = machine
  const hold: PageFrame[] = []
  while (hold.length < sc.nr_to_scan && zone.nr_active > 0) {
    const page = pages.lru_prev[zone.active_list]!
    del_page_from_lru(machine, page)
    hold.push(page)
  }
  zone.pages_scanned += hold.length
  if (hold.length > 0) cond_resched(machine)
  const mapped = hold.filter((page) => reclaimable.kindOf(page) === HOLDS_ANONYMOUS)
  const rest = hold.filter((page) => reclaimable.kindOf(page) !== HOLDS_ANONYMOUS)
  if (hold.length > 0) machine.trace?.event('deactivated', hold.length, rest.length, mapped.length)
  // In the order in which they were taken: the last one comes to lie in front.
  for (const page of rest) addToList(machine, page, false)
  for (const page of mapped) addToList(machine, page, true)
}

/**
 * Takes pages off the end of the inactive list, 32 at a time, and frees what can be freed of them; the others go to
 * the front of their list. Linux: mm/vmscan.c shrink_cache().
 */
function shrink_cache(machine: Machine, zone: Zone, sc: ScanControl): void {
  for (let max_scan = sc.nr_to_scan; max_scan > 0;) {
    const taken = isolate(machine, zone)
    // One more than was taken: the kernel counts the look that ends its loop.
    const nr_scan = taken.length + 1
    zone.pages_scanned += nr_scan
    if (taken.length === 0) return
    max_scan -= nr_scan
    const kept: PageFrame[] = []
    try {
      sc.nr_to_reclaim -= shrink_list(machine, taken, kept, sc)
    } finally {
      for (const page of kept) {
        addToList(machine, page, (machine.pages.flags[page]! & PG_active) !== 0)
      }
    }
  }
}

/** Takes up to 32 pages off the end of the inactive list: they are in none then. */
function isolate(machine: Machine, zone: Zone): PageFrame[] {
  const taken: PageFrame[] = []
  while (taken.length < SWAP_CLUSTER_MAX && zone.nr_inactive > 0) {
    const page = machine.pages.lru_prev[zone.inactive_list]!
    del_page_from_lru(machine, page)
    taken.push(page)
  }
  return taken
}
