/**
 * The two lists of each zone that hold the pages which can be reclaimed: the active one and the inactive one, most
 * recently used first. Reclaim takes from the end of the inactive list. Linux: linux/mm_inline.h, mm/swap.c.
 * Differs: pages join their list at once; there up to 14 wait in a small array of the processor before that.
 */
import type { PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_active, PG_lru, PG_referenced } from '../page/page_flags.ts'
import type { Zone } from '../page/zone.ts'

/** The zone of a page. Linux: linux/mm.h page_zone(). */
function page_zone({ zones, pages }: Machine, page: PageFrame): Zone {
  return zones[pages.zone[page]!]!
}

/** Puts a page at the front of a list of its zone. Linux: mm/swap.c lru_cache_add(), lru_cache_add_active(). */
export function addToList(machine: Machine, page: PageFrame, active: boolean): void {
  const { pages } = machine
  const zone = page_zone(machine, page)
  if (active) {
    pages.flags[page]! |= PG_lru | PG_active
    pages.addFirst(page, zone.active_list)
    zone.nr_active++
  } else {
    pages.flags[page] = (pages.flags[page]! | PG_lru) & ~PG_active
    pages.addFirst(page, zone.inactive_list)
    zone.nr_inactive++
  }
}

/** Takes a page out of its list. Linux: linux/mm_inline.h del_page_from_lru(). */
export function del_page_from_lru(machine: Machine, page: PageFrame): void {
  const { pages } = machine
  const zone = page_zone(machine, page)
  pages.remove(page)
  if ((pages.flags[page]! & PG_active) === 0) zone.nr_inactive--
  else zone.nr_active--
  pages.flags[page]! &= ~(PG_lru | PG_active)
}

/**
 * Notes that a page was used: the first time it is marked, the second time it goes to the active list, unmarked.
 * Linux: mm/swap.c mark_page_accessed().
 */
export function mark_page_accessed(machine: Machine, page: PageFrame): void {
  const { flags } = machine.pages
  const state = flags[page]! & (PG_lru | PG_active | PG_referenced)
  if (state === (PG_lru | PG_referenced)) {
    del_page_from_lru(machine, page)
    addToList(machine, page, true)
    flags[page]! &= ~PG_referenced
  } else {
    flags[page]! |= PG_referenced
  }
}

/** Moves a page to the end of the inactive list, where reclaim looks first. Linux: a part of rotate_reclaimable_page(). */
export function moveToEnd(machine: Machine, page: PageFrame): void {
  const { pages } = machine
  pages.remove(page)
  pages.addLast(page, page_zone(machine, page).inactive_list)
}

/** Pages in both lists of a zone. */
export function lruPages(zone: Zone): number {
  return zone.nr_active + zone.nr_inactive
}
