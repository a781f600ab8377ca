/**
 * pdflush: a thread of the kernel that writes dirty pages of files, so that others find clean ones. It holds no locks
 * of anybody, so it may enter every file system. Linux: mm/page-writeback.c, mm/pdflush.c.
 */
import { GFP_KERNEL } from '../gfp.ts'
import type { Machine } from '../machine.ts'
import { PF_MEMALLOC } from '../tasks/task.ts'
import { wake_up_process } from '../tasks/wake.ts'
import type { KernelThread } from '../tasks/tasks.ts'
import { watched } from '../trace/trace.ts'
import { writepage } from './pageout.ts'

/** Adds the thread to the machine. Linux: mm/pdflush.c pdflush(). Differs: there is one, and it comes when called only. */
export function startPdflush(machine: Machine): void {
  machine.pdflush.thread = machine.tasks.addThread('pdflush', PF_MEMALLOC, () => {
    background_writeout(machine)
  })
}

/** What there is to do for the thread. */
export interface Pdflush {
  thread: KernelThread | null
  nr_pages: number
}

/**
 * Asks for so many pages to be written, soon: when the caller sleeps. 0 asks for all that are dirty now.
 * Linux: mm/page-writeback.c wakeup_bdflush().
 */
export function wakeup_bdflush(machine: Machine, nr_pages: number): void {
  const { pdflush, reclaimable } = machine
  if (pdflush.thread === null || reclaimable.nr_dirty === 0) return
  const wanted = nr_pages === 0 ? reclaimable.nr_dirty : nr_pages
  machine.trace?.event('pdflush-woken', wanted, reclaimable.nr_dirty)
  pdflush.nr_pages = Math.max(pdflush.nr_pages, wanted)
  wake_up_process(machine, pdflush.thread)
}

/**
 * Writes the pages that are dirty for the longest time. Linux: mm/page-writeback.c background_writeout().
 * Differs: as many as were asked for; there, in rounds of 1024, and on while too much of all memory is dirty.
 */
function background_writeout(machine: Machine): void {
  watched(machine, 'background_writeout', [machine.pdflush.nr_pages], () => {
    writeOldest(machine)
  })
}

function writeOldest(machine: Machine): void {
  const { pdflush, reclaimable } = machine
  for (const page of [...reclaimable.dirtyFiles].slice(0, pdflush.nr_pages)) {
    writepage(machine, page, GFP_KERNEL)
    pdflush.nr_pages--
  }
  pdflush.nr_pages = 0
}
