/**
 * The page allocator: blocks of 2^order pages from the zones that a mask allows, as long as the watermarks permit.
 * Linux: mm/page_alloc.c.
 */
import { mightSleepFor } from '../context/sleep.ts'
import { failsOnPurpose } from '../fail.ts'
import * as gfp from '../gfp.ts'
import { MAX_ORDER, NO_PAGE, type GfpFlags, type PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { BUG } from '../panic.ts'
import { giveUp } from './page_failure.ts'
import { allocateSlowly, LOW_MARK, tryZones } from './slow_path.ts'
import type { Zone } from './zone.ts'

/** The line of __alloc_pages() that complaints about sleeping name. */
const MIGHT_SLEEP_LINE = 709

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
 * Takes the pages from the first zone that stays above its low mark; if there is none, all that slow_path.ts tells
 * follows. Linux: mm/page_alloc.c __alloc_pages().
 */
function __alloc_pages(
  machine: Machine,
  flags: GfpFlags,
  order: number,
  zonelist: readonly Zone[],
): PageFrame {
  mightSleepFor(machine, flags, 'mm/page_alloc.c', MIGHT_SLEEP_LINE)
  const classzone = zonelist[0]?.index
  if (classzone === undefined) return NO_PAGE
  if (machine.pageAllocationsUntilFailure > 0 && failsOnPurpose(machine)) {
    machine.trace?.event('failed-on-purpose', order)
    return giveUp(machine, flags, order)
  }
  const request = { flags, order, zonelist, classzone }
  const page = tryZones(machine, request, LOW_MARK)
  return page === NO_PAGE ? allocateSlowly(machine, request) : page
}
