/**
 * The page allocator: blocks of 2^order pages from the zones that a mask allows, as long as the watermarks permit.
 * Single pages go through per-CPU lists, which get and give back batches. Linux: mm/page_alloc.c.
 */
import { hex } from '#lib/hex.ts'
import { __free_pages_bulk, __rmqueue } from './buddy.ts'
import { failsOnPurpose } from '../fail.ts'
import * as gfp from '../gfp.ts'
import {
  MAX_ORDER,
  NO_PAGE,
  PAGE_SHIFT,
  PAGE_SIZE,
  type GfpFlags,
  type PageFrame,
} from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_private, PG_reserved, PG_slab } from './page_flags.ts'
import { BUG, BUG_ON, KernelHang, KernelPanic } from '../panic.ts'
import { printk } from '../printk.ts'
import { tellWatermark, zone_watermark_ok } from './watermark.ts'
import type { PerCpuPages, Zone } from './zone.ts'

/** Above this order an allocation is not tried again and again. */
const COSTLY_ORDER = 3

/**
 * Takes 2^order pages. Returns the first frame, or NO_PAGE when there are none, or none larger than 4 MB.
 * Linux: linux/gfp.h alloc_pages(). Differs: both zone bits at once read past the end of a table there; here
 * that is a KernelBug.
 */
export function alloc_pages(machine: Machine, flags: GfpFlags, order: number): PageFrame {
  if (order >= MAX_ORDER) return NO_PAGE
  const zonelist = machine.node_zonelists[flags & gfp.GFP_ZONEMASK]
  if (zonelist === undefined) return BUG('alloc_pages: DMA and HIGHMEM together')
  const { trace } = machine
  if (trace === null) return __alloc_pages(machine, flags, order, zonelist)
  return trace.call('__alloc_pages', 0, [flags, order], () =>
    __alloc_pages(machine, flags, order, zonelist),
  )
}

/**
 * Goes through the zones with ever lower demands: first every zone above its low mark, then, with kswapd woken,
 * above the min mark with the discounts of the mask. A caller that cannot sleep gets NO_PAGE then.
 * Linux: mm/page_alloc.c __alloc_pages().
 */
function __alloc_pages(
  machine: Machine,
  flags: GfpFlags,
  order: number,
  zonelist: readonly Zone[],
): PageFrame {
  const classzone = zonelist[0]?.index
  if (classzone === undefined) return NO_PAGE
  if (machine.pageAllocationsUntilFailure > 0 && failsOnPurpose(machine)) {
    machine.trace?.event('failed-on-purpose', order)
    return giveUp(machine, flags, order)
  }
  for (const zone of zonelist) {
    if (machine.trace !== null) tellWatermark(machine.trace, zone, order, classzone, null)
    if (!zone_watermark_ok(zone, order, zone.pages_low, classzone, false, false)) continue
    const page = buffered_rmqueue(machine, zone, order, flags)
    if (page !== NO_PAGE) return page
  }

  for (const zone of zonelist) wakeup_kswapd(machine, zone, order)
  const tryHarder = (flags & gfp.__GFP_WAIT) === 0
  const high = (flags & gfp.__GFP_HIGH) !== 0
  for (const zone of zonelist) {
    if (machine.trace !== null) tellWatermark(machine.trace, zone, order, classzone, flags)
    if (!zone_watermark_ok(zone, order, zone.pages_min, classzone, tryHarder, high)) continue
    const page = buffered_rmqueue(machine, zone, order, flags)
    if (page !== NO_PAGE) return page
  }
  return withoutReclaim(machine, flags, order)
}

/**
 * The slow end of __alloc_pages(), for a machine in which nothing can be reclaimed: it has no processes, no page
 * cache and no swap, so direct reclaim never makes progress. What follows from that in the kernel:
 * a mask without WAIT, or with NORETRY, gets NO_PAGE; with FS the OOM killer runs, finds nobody to kill and the
 * machine panics; without FS the caller waits for ever up to order 3, and gets NO_PAGE above.
 */
function withoutReclaim(machine: Machine, flags: GfpFlags, order: number): PageFrame {
  const { trace } = machine
  const canWait = (flags & gfp.__GFP_WAIT) !== 0
  if (canWait && (flags & gfp.__GFP_NORETRY) === 0) {
    if ((flags & gfp.__GFP_FS) !== 0) {
      trace?.event('out-of-memory', order, flags)
      throw new KernelPanic('Out of memory and no killable processes...')
    }
    if (order <= COSTLY_ORDER || (flags & (gfp.__GFP_REPEAT | gfp.__GFP_NOFAIL)) !== 0) {
      trace?.event('waits-for-ever', order, flags, COSTLY_ORDER)
      throw new KernelHang(
        `__alloc_pages: order ${order}, mode ${hex(flags, 1)} waits for ever: nothing can be reclaimed`,
      )
    }
  }
  return giveUp(machine, flags, order)
}

/** The name of the only task there is: the one that booted. */
const TASK = 'swapper'

/** The allocation has failed, and the log says so unless the mask forbids it. Differs: without a stack of calls. */
function giveUp(machine: Machine, flags: GfpFlags, order: number): PageFrame {
  const quiet = (flags & gfp.__GFP_NOWARN) !== 0
  machine.trace?.event('allocation-failed', order, flags, quiet ? 1 : 0)
  if (!quiet && machine.rateLimit.allows(machine)) {
    const what = `order:${order}, mode:0x${(flags >>> 0).toString(16)}`
    printk(machine, `${TASK}: page allocation failure. ${what}`)
  }
  return NO_PAGE
}

/** kswapd is woken for zones below their low mark. Linux: mm/vmscan.c wakeup_kswapd(). */
function wakeup_kswapd(machine: Machine, zone: Zone, order: number): void {
  if (machine.trace === null) return
  if (!zone_watermark_ok(zone, order, zone.pages_low, 0, false, false)) {
    machine.trace.event('kswapd-woken', zone.index, order, zone.free_pages, zone.pages_low)
  }
}

/**
 * Takes a block from one zone; single pages come from a per-CPU list, which is filled first when it is low.
 * Returns NO_PAGE when the zone has no such block. Linux: mm/page_alloc.c buffered_rmqueue().
 */
function buffered_rmqueue(machine: Machine, zone: Zone, order: number, flags: GfpFlags): PageFrame {
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
  if (order === 0) free_hot_page(machine, zone, page)
  else __free_pages_bulk(machine, zone, page, order)
}

/** Throws a KernelBug for a page that must not be freed. Linux: mm/page_alloc.c free_pages_check(). */
function free_pages_check(flags: number, page: PageFrame): void {
  if ((flags & PG_slab) !== 0) BUG(`__free_pages: page frame ${page} belongs to a slab`)
  if ((flags & PG_private) !== 0) BUG(`__free_pages: page frame ${page} is in a free list`)
}

/**
 * Puts a page at the head of its zone's hot list; a full list gives a batch from its tail back first.
 * Linux: mm/page_alloc.c free_hot_cold_page().
 */
function free_hot_page(machine: Machine, zone: Zone, page: PageFrame): void {
  const { pages, trace } = machine
  const pcp = zone.pcp[0]
  trace?.enter('free_hot_cold_page', 0, page)
  trace?.event('page-to-list', zone.index, pcp.count, pcp.high, pcp.batch)
  if (pcp.count >= pcp.high) free_pages_bulk(machine, zone, pcp)
  pages.addFirst(page, pcp.head)
  pcp.count++
  trace?.leave()
}

/** Gives a batch from the tail of a per-CPU list back to the buddy lists. Linux: free_pages_bulk(). */
function free_pages_bulk(machine: Machine, zone: Zone, pcp: PerCpuPages): void {
  const { pages, trace } = machine
  trace?.enter('free_pages_bulk', 0, zone.index, pcp.batch)
  for (let i = 0; i < pcp.batch && pcp.count > 0; i++) {
    const page = pages.lru_prev[pcp.head]!
    pages.remove(page)
    pcp.count--
    __free_pages_bulk(machine, zone, page, 0)
  }
  trace?.leave()
}
