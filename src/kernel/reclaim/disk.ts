/**
 * Writing pages to disk: it begins at once, takes its time, and ends in an interrupt. Linux: mm/filemap.c, mm/swap.c.
 * Differs: there is one disk, which writes one page after the other, each in the same time; its queue has room for all.
 */
import type { PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_active, PG_dirty, PG_lru, PG_writeback } from '../page/page_flags.ts'
import { schedule_delayed_work_on } from '../time/timer.ts'
import { watched } from '../trace/trace.ts'
import { moveToEnd } from './lru.ts'

/** Clock ticks that the disk needs for a page. */
export const TICKS_PER_PAGE = 2

interface Write {
  readonly page: PageFrame
  /** The clock when it is done. */
  readonly done: number
}

export class Disk {
  /** In the order in which they will be done. */
  readonly queue: Write[] = []
}

/**
 * Hands a page to the disk. It is clean from now on, for whoever asks, and cannot be freed until the disk is done.
 * Linux: mm/page-writeback.c test_set_page_writeback(), fs/mpage.c, mm/page_io.c.
 */
export function startWrite(machine: Machine, page: PageFrame): void {
  const { disk, jiffies, pages, reclaimable } = machine
  const done = Math.max(disk.queue.at(-1)?.done ?? 0, jiffies) + TICKS_PER_PAGE
  machine.trace?.event('io-started', page, disk.queue.length, done)
  pages.flags[page]! |= PG_writeback
  reclaimable.nr_writeback++
  disk.queue.push({ page, done })
  if (disk.queue.length === 1) awaitDisk(machine, done)
}

/** Looks at the disk again when it is done with its next page. */
function awaitDisk(machine: Machine, done: number): void {
  const ticks = Math.max(0, done - machine.jiffies)
  schedule_delayed_work_on(machine, 0, () => finishWrites(machine), ticks)
}

/** The disk reports what it has done by now. Differs: an interrupt does that there, here work at that tick. */
function finishWrites(machine: Machine): void {
  const { queue } = machine.disk
  for (
    let write = queue[0];
    write !== undefined && write.done <= machine.jiffies;
    write = queue[0]
  ) {
    queue.shift()
    const { page } = write
    watched(machine, 'end_page_writeback', [page], () => end_page_writeback(machine, page))
  }
  if (queue[0] !== undefined) awaitDisk(machine, queue[0].done)
}

/**
 * The disk is done with a page. One that reclaim had written goes to the end of the inactive list, to be freed next.
 * Linux: mm/filemap.c end_page_writeback(), mm/swap.c rotate_reclaimable_page().
 */
function end_page_writeback(machine: Machine, page: PageFrame): void {
  const { pages, reclaimable } = machine
  const flags = pages.flags[page]!
  const forReclaim = reclaimable.writtenForReclaim.delete(page)
  const next = forReclaim && (flags & (PG_lru | PG_active | PG_dirty)) === PG_lru
  machine.trace?.event('io-done', page, next ? 1 : 0)
  if (next) moveToEnd(machine, page)
  pages.flags[page]! &= ~PG_writeback
  reclaimable.nr_writeback--
}
