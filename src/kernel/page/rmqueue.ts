/**
 * Blocks of pages from one zone, whatever its watermarks say. Single pages come from per-CPU lists, which get a batch
 * when they are low. Linux: mm/page_alloc.c.
 */
import { __rmqueue } from './buddy.ts'
import * as gfp from '../gfp.ts'
import { NO_PAGE, PAGE_SHIFT, PAGE_SIZE, type GfpFlags, type PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import type { PerCpuPages, Zone } from './zone.ts'

/**
 * Takes a block from one zone; single pages come from a per-CPU list, which is filled first when it is low.
 * Returns NO_PAGE when the zone has no such block. Linux: mm/page_alloc.c buffered_rmqueue().
 */
export function buffered_rmqueue(
  machine: Machine,
  zone: Zone,
  order: number,
  flags: GfpFlags,
): PageFrame {
  const { pages, trace } = machine
  trace?.enter('buffered_rmqueue', 0, zone.index, order)
  let page = NO_PAGE
  if (order === 0) {
    const pcp = (flags & gfp.__GFP_COLD) === 0 ? zone.pcp[0] : zone.pcp[1]
    trace?.event('page-list', zone.index, cold(zone, pcp), pcp.count, pcp.low, pcp.batch)
    if (pcp.count <= pcp.low) rmqueue_bulk(machine, zone, pcp)
    if (pcp.count > 0) {
      page = pages.lru_next[pcp.head]!
      trace?.event('page-from-list', zone.index, cold(zone, pcp), pcp.count, page)
      pages.remove(page)
      pcp.count--
    }
  }
  if (page === NO_PAGE) page = __rmqueue(machine, zone, order)
  if (page !== NO_PAGE) {
    pages._count[page] = 1
    if (page < machine.lowPages) prep_new_page(machine, page, order, flags)
  }
  trace?.leave(page)
  return page
}

/** 1 for the list of pages that are not in the processor's cache, 0 for the other one. */
function cold(zone: Zone, pcp: PerCpuPages): number {
  return pcp === zone.pcp[1] ? 1 : 0
}

/**
 * Notes that the pages may be written, and clears them when the mask asks for it.
 * Linux: mm/page_alloc.c prep_new_page(), prep_zero_page().
 */
function prep_new_page(machine: Machine, page: PageFrame, order: number, flags: GfpFlags): void {
  machine.memory.touch(page, 1 << order)
  if ((flags & gfp.__GFP_ZERO) === 0) return
  const start = page << PAGE_SHIFT
  machine.memory.bytes.fill(0, start, start + (PAGE_SIZE << order))
}

/** Appends a batch of single pages to a per-CPU list. Linux: mm/page_alloc.c rmqueue_bulk(). */
function rmqueue_bulk(machine: Machine, zone: Zone, pcp: PerCpuPages): void {
  const { trace } = machine
  trace?.enter('rmqueue_bulk', 0, zone.index, pcp.batch)
  let added = 0
  for (; added < pcp.batch; added++) {
    const page = __rmqueue(machine, zone, 0)
    if (page === NO_PAGE) break
    machine.pages.addLast(page, pcp.head)
    pcp.count++
  }
  trace?.leave(added)
}
