/**
 * Blocks of pages from one zone, whatever its watermarks say. Single pages come from per-CPU lists, which get a batch
 * when they are low. Linux: mm/page_alloc.c.
 */
import { withIrqsOff } from '../context/local_irq.ts'
import * as gfp from '../gfp.ts'
import { NO_PAGE, PAGE_SIZE, type GfpFlags, type PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { BUG_ON } from '../panic.ts'
import { __rmqueue } from './buddy.ts'
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
  // Interrupts are off meanwhile: only who looks on could let one come in between.
  const page =
    trace === null
      ? takePages(machine, zone, order, flags)
      : withIrqsOff(machine, () => takePages(machine, zone, order, flags))
  if (page !== NO_PAGE) {
    pages._count[page] = 1
    if (page < machine.lowPages) machine.memory.touch(page, 1 << order)
    if ((flags & gfp.__GFP_ZERO) !== 0) prep_zero_page(machine, page, order, flags)
  }
  trace?.leave(page)
  return page
}

/** A single page of a per-CPU list, or a block of the buddy lists. */
function takePages(machine: Machine, zone: Zone, order: number, flags: GfpFlags): PageFrame {
  const { pages, trace } = machine
  if (order === 0) {
    const pcp = (flags & gfp.__GFP_COLD) === 0 ? zone.pcp[0] : zone.pcp[1]
    trace?.event('page-list', zone.index, cold(zone, pcp), pcp.count, pcp.low, pcp.batch)
    if (pcp.count <= pcp.low) rmqueue_bulk(machine, zone, pcp)
    if (pcp.count > 0) {
      const page = pages.lru_next[pcp.head]!
      trace?.event('page-from-list', zone.index, cold(zone, pcp), pcp.count, page)
      pages.remove(page)
      pcp.count--
      return page
    }
  }
  return __rmqueue(machine, zone, order)
}

/** 1 for the list of pages that are not in the processor's cache, 0 for the other one. */
function cold(zone: Zone, pcp: PerCpuPages): number {
  return pcp === zone.pcp[1] ? 1 : 0
}

/**
 * Clears the pages. Those above 896 MB are mapped for that, one after the other, which a caller who must not wait is
 * not trusted with: a mask with HIGHMEM and without WAIT stops the kernel, wherever the pages lie.
 * Linux: mm/page_alloc.c prep_zero_page(), linux/highmem.h clear_highpage().
 */
function prep_zero_page(machine: Machine, page: PageFrame, order: number, flags: GfpFlags): void {
  const refused = gfp.__GFP_HIGHMEM
  BUG_ON(
    (flags & (gfp.__GFP_WAIT | refused)) === refused,
    'prep_zero_page: a mask with ZERO and HIGHMEM needs WAIT',
  )
  const mapped = page < machine.lowPages ? 0 : 1 << order
  machine.trace?.event('pages-cleared', page, order, mapped)
  machine.memory.touch(page, 1 << order)
  const start = page * PAGE_SIZE
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
