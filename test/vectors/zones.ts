/** Zones and their lists of free pages in the words of the reference files. */
import { __free_pages_bulk } from '#kernel/page/buddy.ts'
import type { PageFrame } from '#kernel/index.ts'
import type { Machine } from '#kernel/machine.ts'
import type { Zone } from '#kernel/page/zone.ts'
import { MAX_ORDER } from '#kernel/layout.ts'
import { PG_private } from '#kernel/page/page_flags.ts'

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

/** The lists of a zone, from head to tail. */
export interface PageLists {
  readonly free: readonly (readonly PageFrame[])[]
  readonly hot: readonly PageFrame[]
  readonly cold: readonly PageFrame[]
}

/** Fills the empty lists of a zone. All pages of the machine are reserved before. */
export function fillPageLists(machine: Machine, zone: Zone, lists: PageLists): void {
  const { pages } = machine
  lists.free.forEach((blocks, order) => {
    for (const block of blocks) {
      pages.clearReserved(block, block + (1 << order))
      pages.flags[block] = PG_private
      pages.private[block] = order
      pages.addLast(block, zone.free_list + order)
      zone.nr_free[order]!++
      zone.free_pages += 1 << order
    }
  })
  const parked = [lists.hot, lists.cold] as const
  parked.forEach((frames, index) => {
    const pcp = zone.pcp[index]!
    for (const frame of frames) {
      pages.clearReserved(frame, frame + 1)
      pages.addLast(frame, pcp.head)
      pcp.count++
    }
  })
}
