/** Zones and their lists of free pages in the words of the reference files. */
import { __free_pages_bulk } from '#kernel/buddy.ts'
import type { PageFrame } from '#kernel/index.ts'
import type { Machine } from '#kernel/machine.ts'
import type { Zone } from '#kernel/zone.ts'
import { MAX_ORDER } from '#kernel/layout.ts'

/** Free blocks of each order, from head to tail of its list. */
export function freeLists(machine: Machine, zone: Zone): PageFrame[][] {
  return Array.from({ length: MAX_ORDER }, (_, order) => machine.pages.list(zone.free_list + order))
}

/** Gives all pages of the per-CPU lists back to the buddy lists, from their tails. */
export function drainPageLists(machine: Machine): void {
  const { pages } = machine
  for (const zone of machine.zones) {
    for (const pcp of zone.pcp) {
      for (; pcp.count > 0; pcp.count--) {
        const page = pages.lru_prev[pcp.head]!
        pages.remove(page)
        __free_pages_bulk(machine, zone, page, 0)
      }
    }
  }
}
