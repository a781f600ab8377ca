/**
 * The page allocator: blocks of 2^order pages from the zones that a mask allows, as long as the watermarks permit.
 * Linux: mm/page_alloc.c.
 */
import { hex } from '#lib/hex.ts'
import { failsOnPurpose } from '../fail.ts'
import * as gfp from '../gfp.ts'
import { MAX_ORDER, NO_PAGE, type GfpFlags, type PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { BUG, KernelHang, KernelPanic } from '../panic.ts'
import { printk } from '../printk.ts'
import { buffered_rmqueue } from './rmqueue.ts'
import { tellWatermark, zone_watermark_ok } from './watermark.ts'
import type { Zone } from './zone.ts'

/** Above this order an allocation is not tried again and again. */
export const COSTLY_ORDER = 3

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
