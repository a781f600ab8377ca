/** The end of an allocation that has failed. Linux: mm/page_alloc.c, the label nopage in __alloc_pages(). */
import * as gfp from '../gfp.ts'
import { NO_PAGE, type GfpFlags, type PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { printk } from '../printk.ts'
import { showMemory } from './show_memory.ts'

/**
 * The allocation has failed, and the log says so unless the mask forbids it, or it has said so often lately.
 * Differs: how much memory there is follows, where the kernel writes the stack of calls.
 */
export function giveUp(machine: Machine, flags: GfpFlags, order: number): PageFrame {
  const quiet = (flags & gfp.__GFP_NOWARN) !== 0
  machine.trace?.event('allocation-failed', order, flags, quiet ? 1 : 0)
  if (!quiet && machine.rateLimit.allows(machine)) {
    const what = `order:${order}, mode:0x${(flags >>> 0).toString(16)}`
    printk(machine, `${machine.cpu.current.comm}: page allocation failure. ${what}`)
    showMemory(machine)
  }
  return NO_PAGE
}
