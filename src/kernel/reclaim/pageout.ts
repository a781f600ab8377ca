/**
 * Writing a dirty page back, so that it can be freed later. Linux: mm/vmscan.c pageout(), fs/buffer.c, mm/page_io.c.
 */
import type { GfpFlags, PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_dirty } from '../page/page_flags.ts'
import { startWrite } from './disk.ts'
import { HOLDS_FILE } from './reclaimable.ts'

/**
 * Has a page written: one of a file by its file system, which is entered for it, one on its way to swap by the swap
 * device alone. The page is clean from here. Linux: mm/vmscan.c pageout(). Differs: the queue of the disk is never too
 * full, and a page can always be written.
 */
export function pageout(machine: Machine, page: PageFrame, gfp_mask: GfpFlags): void {
  machine.trace?.enter('pageout', 0, page, gfp_mask)
  machine.reclaimable.writtenForReclaim.add(page)
  writepage(machine, page, gfp_mask)
  machine.trace?.leave()
}

/** Linux: linux/fs.h struct address_space_operations writepage(). */
export function writepage(machine: Machine, page: PageFrame, gfp_mask: GfpFlags): void {
  const { reclaimable, pages, trace } = machine
  pages.flags[page]! &= ~PG_dirty
  reclaimable.dirtyFiles.delete(page)
  if (reclaimable.kindOf(page) === HOLDS_FILE) {
    trace?.event('filesystem-entered', page, gfp_mask, machine.cpu.current.pid)
    enterFileSystem(machine, page, gfp_mask)
  }
  startWrite(machine, page)
}

/** The page stays dirty when the file system does not come back. */
function enterFileSystem(
  { pages, reclaimable }: Machine,
  page: PageFrame,
  gfp_mask: GfpFlags,
): void {
  try {
    reclaimable.fileSystems.get(page)?.writepage(page, gfp_mask)
  } catch (error) {
    pages.flags[page]! |= PG_dirty
    reclaimable.dirtyFiles.add(page)
    throw error
  }
}
