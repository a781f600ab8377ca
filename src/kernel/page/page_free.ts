/**
 * The way back: pages that nobody uses any more go to the hot or cold list of their zone, larger blocks, and what is
 * too much for a list, to the buddy allocator. Linux: mm/page_alloc.c.
 */
import { withIrqsOff } from '../context/local_irq.ts'
import type { PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { BUG, BUG_ON } from '../panic.ts'
import { __free_pages_bulk } from './buddy.ts'
import { PG_lru, PG_private, PG_reserved, PG_slab } from './page_flags.ts'
import type { PerCpuPages, Zone } from './zone.ts'

/** Which of the two lists of single pages: that of pages in the processor's cache, or the other one. */
const HOT = 0
const COLD = 1

/**
 * Gives back 2^order pages, unless somebody else still counts on them. A reserved page is left alone.
 * Linux: mm/page_alloc.c __free_pages(). Differs: a page with forbidden state is a KernelBug here, where the
 * kernel prints "Bad page state" and goes on.
 */
export function __free_pages(machine: Machine, page: PageFrame, order: number): void {
  const { trace } = machine
  if (trace === null) return releasePages(machine, page, order)
  trace.call('__free_pages', 0, [page, order], () => releasePages(machine, page, order))
}

function releasePages(machine: Machine, page: PageFrame, order: number): void {
  const { pages, trace } = machine
  const flags = pages.flags[page]
  if (flags === undefined) return BUG(`__free_pages: there is no page frame ${page}`)
  if ((flags & PG_reserved) !== 0) return trace?.event('page-reserved', page)
  BUG_ON(pages._count[page] === 0, `__free_pages: page frame ${page} is free already`)
  pages._count[page]!--
  if (pages._count[page]! > 0) return trace?.event('page-still-used', page, pages._count[page]!)
  free_pages_check(flags, page)
  const zone = machine.zones[pages.zone[page]!]!
  if (order === 0) return free_hot_cold_page(machine, page, HOT)
  revive(zone)
  if (trace === null) __free_pages_bulk(machine, zone, page, order)
  else withIrqsOff(machine, () => __free_pages_bulk(machine, zone, page, order))
}

/** Throws a KernelBug for a page that must not be freed. Linux: mm/page_alloc.c free_pages_check(). */
function free_pages_check(flags: number, page: PageFrame): void {
  if ((flags & PG_slab) !== 0) BUG(`__free_pages: page frame ${page} belongs to a slab`)
  if ((flags & PG_private) !== 0) BUG(`__free_pages: page frame ${page} is in a free list`)
  if ((flags & PG_lru) !== 0) BUG(`__free_pages: page frame ${page} is in an LRU list`)
}

/**
 * Gives back a page that the processor's cache does not know, such as one that a disk has read. Nobody may use it any
 * more. Linux: mm/page_alloc.c free_cold_page().
 */
export function free_cold_page(machine: Machine, page: PageFrame): void {
  free_hot_cold_page(machine, page, COLD)
}

/**
 * Puts a page at the head of the hot or the cold list of its zone; a full list gives a batch from its tail back
 * first. Linux: mm/page_alloc.c free_hot_cold_page().
 */
function free_hot_cold_page(machine: Machine, page: PageFrame, cold: 0 | 1): void {
  const { trace } = machine
  trace?.enter('free_hot_cold_page', 0, page)
  // Interrupts are off meanwhile: only who looks on could let one come in between.
  if (trace === null) putPage(machine, page, cold)
  else withIrqsOff(machine, () => putPage(machine, page, cold))
  trace?.leave()
}

function putPage(machine: Machine, page: PageFrame, cold: 0 | 1): void {
  const { pages, trace } = machine
  const zone = machine.zones[pages.zone[page]!]!
  const pcp = zone.pcp[cold]
  trace?.event('page-to-list', zone.index, cold, pcp.count, pcp.high, pcp.batch)
  if (pcp.count >= pcp.high) free_pages_bulk(machine, zone, pcp)
  pages.addFirst(page, pcp.head)
  pcp.count++
}

/** Gives a batch from the tail of a per-CPU list back to the buddy lists. Linux: free_pages_bulk(). */
function free_pages_bulk(machine: Machine, zone: Zone, pcp: PerCpuPages): void {
  const { pages, trace } = machine
  trace?.enter('free_pages_bulk', 0, zone.index, pcp.batch)
  revive(zone)
  for (let i = 0; i < pcp.batch && pcp.count > 0; i++) {
    const page = pages.lru_prev[pcp.head]!
    pages.remove(page)
    pcp.count--
    __free_pages_bulk(machine, zone, page, 0)
  }
  trace?.leave()
}

/** A zone that gets pages back is worth looking through again. Linux: a part of free_pages_bulk(). */
function revive(zone: Zone): void {
  zone.all_unreclaimable = false
  zone.pages_scanned = 0
}
