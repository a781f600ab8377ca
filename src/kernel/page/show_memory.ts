/** What the kernel's log says about memory when there is too little of it. Linux: mm/page_alloc.c show_free_areas(). */
import type { Machine } from '../machine.ts'
import { printk } from '../printk.ts'

/** Writes a few lines to the log. Differs: in pages, and shorter; the kernel writes a screen full, in kilobytes. */
export function showMemory(machine: Machine): void {
  const { reclaimable, nr_slab } = machine
  for (const zone of machine.zones) {
    if (zone.present_pages === 0) continue
    const marks = `min ${zone.pages_min}, low ${zone.pages_low}, high ${zone.pages_high}`
    const lists = `active ${zone.nr_active}, inactive ${zone.nr_inactive}`
    const given = zone.all_unreclaimable ? ', all unreclaimable' : ''
    printk(machine, `${zone.name}: ${zone.free_pages} free, ${marks}, ${lists}${given}`)
  }
  const { nr_dirty, nr_writeback } = reclaimable
  printk(machine, `pages: dirty ${nr_dirty}, writeback ${nr_writeback}, slab ${nr_slab}`)
}
