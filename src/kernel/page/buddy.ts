/**
 * The buddy allocator: free memory as blocks of 2^order pages, one list for each order and zone. Splitting keeps
 * the lower half; freeing merges a block with its buddy as long as that one is free and of the same order.
 */
import { MAX_ORDER, NO_PAGE, type PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import type { Trace } from '../trace/trace.ts'
import type { Pages } from './page.ts'
import { PG_private, PG_reserved } from './page_flags.ts'
import type { Zone } from './zone.ts'

/**
 * Takes a block of 2^order pages from the head of the smallest list that can serve it.
 * Returns NO_PAGE when no block is large enough. Linux: mm/page_alloc.c __rmqueue().
 */
export function __rmqueue(machine: Machine, zone: Zone, order: number): PageFrame {
  const { pages, trace } = machine
  trace?.enter('__rmqueue', 0, zone.index, order)
  for (let current = order; current < MAX_ORDER; current++) {
    const head = zone.free_list + current
    const page = pages.lru_next[head]!
    if (page === head) continue
    trace?.event('block-found', zone.index, order, current, zone.nr_free[current]!, page)
    pages.remove(page)
    rmv_page_order(pages, page)
    zone.nr_free[current]!--
    zone.free_pages -= 1 << order
    expand(machine, zone, page, order, current)
    trace?.leave(page)
    return page
  }
  trace?.event('no-block', zone.index, order, zone.free_pages)
  trace?.leave(NO_PAGE)
  return NO_PAGE
}

/**
 * Splits a block of order `high` down to `low`: each upper half goes to the head of its list.
 * Linux: mm/page_alloc.c expand().
 */
function expand(machine: Machine, zone: Zone, page: PageFrame, low: number, high: number): void {
  const { pages, trace } = machine
  for (let order = high - 1; order >= low; order--) {
    const upper = page + (1 << order)
    trace?.event('split', page, upper, order)
    pages.addFirst(upper, zone.free_list + order)
    zone.nr_free[order]!++
    set_page_order(pages, upper, order)
  }
}

/** Gives back a block of 2^order pages, merged as far as possible. Linux: mm/page_alloc.c __free_pages_bulk(). */
export function __free_pages_bulk(
  machine: Machine,
  zone: Zone,
  page: PageFrame,
  order: number,
): void {
  const { pages, trace } = machine
  const start = zone.zone_start_pfn
  let index = page - start
  let current = order
  trace?.enter('__free_pages_bulk', 0, page, order)
  zone.free_pages += 1 << order
  while (current < MAX_ORDER - 1) {
    const buddy = start + (index ^ (1 << current))
    if (bad_range(zone, buddy) || !page_is_buddy(pages, buddy, current)) {
      if (trace !== null) tellBusyBuddy(machine, trace, zone, buddy, current)
      break
    }
    trace?.event('merged', start + index, buddy, current)
    pages.remove(buddy)
    zone.nr_free[current]!--
    rmv_page_order(pages, buddy)
    index &= ~(1 << current)
    current++
  }
  const merged = start + index
  trace?.event('block-freed', zone.index, merged, current, MAX_ORDER - 1)
  set_page_order(pages, merged, current)
  pages.addFirst(merged, zone.free_list + current)
  zone.nr_free[current]!++
  trace?.leave()
}

/** Why two blocks are not merged. */
function tellBusyBuddy(
  { pages }: Machine,
  trace: Trace,
  zone: Zone,
  buddy: PageFrame,
  order: number,
): void {
  const inZone = !bad_range(zone, buddy)
  const flags = inZone ? pages.flags[buddy]! : 0
  const isFree = (flags & (PG_private | PG_reserved)) === PG_private && pages._count[buddy] === 0
  trace.event(
    'buddy-busy',
    buddy,
    order,
    inZone ? 1 : 0,
    isFree ? 1 : 0,
    isFree ? pages.private[buddy]! : -1,
  )
}

/** A page outside the zone has no buddy in it. Linux: mm/page_alloc.c bad_range(). */
function bad_range(zone: Zone, page: PageFrame): boolean {
  return page < zone.zone_start_pfn || page >= zone.zone_start_pfn + zone.spanned_pages
}

/** True when `page` starts a free block of exactly this order. Linux: mm/page_alloc.c page_is_buddy(). */
function page_is_buddy(pages: Pages, page: PageFrame, order: number): boolean {
  return (
    (pages.flags[page]! & (PG_private | PG_reserved)) === PG_private &&
    pages.private[page] === order &&
    pages._count[page] === 0
  )
}

/** Marks `page` as the first one of a free block. Linux: mm/page_alloc.c set_page_order(). */
function set_page_order(pages: Pages, page: PageFrame, order: number): void {
  pages.private[page] = order
  pages.flags[page]! |= PG_private
}

/** Takes the mark away. Linux: mm/page_alloc.c rmv_page_order(). */
function rmv_page_order(pages: Pages, page: PageFrame): void {
  pages.private[page] = 0
  pages.flags[page]! &= ~PG_private
}
