/**
 * Frees what can be freed of pages that were taken off the inactive list, and begins to write what is dirty. Here is
 * decided what a mask forbids. Linux: mm/vmscan.c shrink_list().
 */
import { cond_resched } from '../context/sleep.ts'
import { __GFP_FS, __GFP_IO } from '../gfp.ts'
import type { PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_active, PG_dirty, PG_referenced, PG_writeback } from '../page/page_flags.ts'
import { free_cold_page } from '../page/page_free.ts'
import { pageout } from './pageout.ts'
import { HOLDS_SWAP } from './reclaimable.ts'
import type { ScanControl } from './scan_control.ts'

/** Pages that are freed together. Linux: linux/pagevec.h. */
const PAGEVEC_SIZE = 14

/**
 * Goes through pages that are in no list just now, oldest first. Those that are freed are counted in `sc`; the others
 * are in `kept` then, in the same order, marked active where they proved to be in use.
 * Linux: mm/vmscan.c shrink_list(). Differs: no page of it is in a page table.
 */
export function shrink_list(
  machine: Machine,
  pageList: readonly PageFrame[],
  kept: PageFrame[],
  sc: ScanControl,
): number {
  machine.trace?.enter('shrink_list', 0, pageList.length, sc.gfp_mask)
  const freed: PageFrame[] = []
  let done = 0
  let reclaimed = 0
  try {
    for (const page of pageList) {
      cond_resched(machine)
      if (shrinkPage(machine, page, sc)) {
        reclaimed++
        freed.push(page)
      } else {
        kept.push(page)
      }
      done++
      if (freed.length === PAGEVEC_SIZE) freeTogether(machine, freed)
    }
  } finally {
    // Whoever is held up by the lock of a file system leaves here.
    kept.push(...pageList.slice(done))
    freeTogether(machine, freed)
    sc.nr_reclaimed += reclaimed
  }
  machine.trace?.leave(reclaimed)
  return reclaimed
}

/** Decides about one page. True when it is free from now on. */
function shrinkPage(machine: Machine, page: PageFrame, sc: ScanControl): boolean {
  const { pages, reclaimable, trace } = machine
  const inSwapCache = reclaimable.kindOf(page) === HOLDS_SWAP
  sc.nr_scanned += inSwapCache ? 2 : 1
  const flags = pages.flags[page]!
  if ((flags & PG_writeback) !== 0) {
    trace?.event('page-in-writeback', page)
    return false
  }
  const referenced = (flags & PG_referenced) !== 0
  pages.flags[page]! &= ~PG_referenced
  if (referenced && inSwapCache) {
    trace?.event('page-activated', page)
    pages.flags[page]! |= PG_active
    return false
  }
  if ((flags & PG_dirty) !== 0) {
    writeOut(machine, page, sc, referenced)
    return false
  }
  trace?.event('page-reclaimed', page, pages.zone[page]!)
  reclaimable.drop(page)
  return true
}

/**
 * A dirty page stays for now; it is written if it was not used lately and the mask allows it: a page of a file needs
 * the file system, FS, and one on its way to swap only the disk, IO.
 */
function writeOut(machine: Machine, page: PageFrame, sc: ScanControl, referenced: boolean): void {
  const { reclaimable, trace } = machine
  const { gfp_mask } = sc
  if (referenced) {
    trace?.event('dirty-page-in-use', page)
    return
  }
  const needs = reclaimable.kindOf(page) === HOLDS_SWAP ? __GFP_FS | __GFP_IO : __GFP_FS
  if ((gfp_mask & needs) === 0) trace?.event('mask-forbids-writing', page, gfp_mask, needs)
  else pageout(machine, page, gfp_mask)
}

/** Linux: mm/swap.c __pagevec_release_nonlru(), mm/page_alloc.c __pagevec_free(): the last one first. */
function freeTogether(machine: Machine, freed: PageFrame[]): void {
  for (let page = freed.pop(); page !== undefined; page = freed.pop()) {
    machine.pages._count[page] = 0
    free_cold_page(machine, page)
  }
}
