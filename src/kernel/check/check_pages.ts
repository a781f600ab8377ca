/**
 * The sweep of the pages: free blocks that are in the right lists and could not be merged, counts that are true, and
 * no page that belongs to two.
 */
import {
  CACHE_GFPORDER,
  MAX_ORDER,
  PAGE_SHIFT,
  POINTER_BASE,
  SLAB_RCU_ADDR,
  SLAB_RCU_CACHEP,
  type PageFrame,
  type PhysicalAddress,
} from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_lru, PG_private, PG_reserved, PG_slab } from '../page/page_flags.ts'
import type { PerCpuPages, Zone } from '../page/zone.ts'
import type { FoundSlabs, Report } from './check_slabs.ts'

/** The lists of a zone, and what it counts of them. */
export function zoneProblems(machine: Machine, zone: Zone, report: Report): void {
  const tell = (problem: string): void => report(`zone ${zone.name}: ${problem}`)
  let free = 0
  for (let order = 0; order < MAX_ORDER; order++) {
    const blocks = walkPages(machine, zone.free_list + order, `list of order ${order}`, tell)
    free += blocks.length << order
    if (blocks.length !== zone.nr_free[order]) {
      tell(`nr_free of order ${order} is ${zone.nr_free[order]}, not ${blocks.length}`)
    }
    for (const block of blocks) blockProblems(machine, zone, block, order, tell)
  }
  if (free !== zone.free_pages) tell(`free_pages is ${zone.free_pages}, not ${free}`)
  if (zone.pages_min > zone.pages_low || zone.pages_low > zone.pages_high) {
    tell('its watermarks are out of order')
  }
  for (const [list, pcp] of pageLists(zone)) {
    const parked = walkPages(machine, pcp.head, list, tell)
    if (parked.length !== pcp.count)
      tell(`count of the ${list} is ${pcp.count}, not ${parked.length}`)
    if (pcp.count > pcp.high) tell(`the ${list} holds ${pcp.count}, more than ${pcp.high}`)
    for (const page of parked) {
      if (!isIn(zone, page)) tell(`page ${page} of the ${list} is of another zone`)
    }
  }
}

/** The hot and the cold list of every processor, by name. */
function pageLists({ pageset }: Zone): [string, PerCpuPages][] {
  return pageset.flatMap(([hot, cold], cpu): [string, PerCpuPages][] => {
    const of = pageset.length === 1 ? '' : ` of CPU ${cpu}`
    return [
      [`hot list${of}`, hot],
      [`cold list${of}`, cold],
    ]
  })
}

/** The pages of a list whose links agree. */
export function walkPages(
  { pages }: Machine,
  head: number,
  where: string,
  tell: Report,
): PageFrame[] {
  const found: PageFrame[] = []
  const known = new Set([head])
  let at = head
  for (;;) {
    const next = pages.lru_next[at]!
    if (next !== head && (next < 0 || next >= pages.count)) {
      tell(`${where}: a link leads to page ${next}, which does not exist`)
      return found
    }
    if (pages.lru_prev[next] !== at) {
      tell(`${where}: page ${next} does not point back`)
      return found
    }
    if (next === head) return found
    if (known.has(next)) {
      tell(`${where}: page ${next} comes twice`)
      return found
    }
    known.add(next)
    found.push(next)
    at = next
  }
}

function isIn(zone: Zone, page: PageFrame): boolean {
  return page >= zone.zone_start_pfn && page < zone.zone_start_pfn + zone.spanned_pages
}

function blockProblems(
  { pages }: Machine,
  zone: Zone,
  page: PageFrame,
  order: number,
  tell: Report,
): void {
  if (!isIn(zone, page)) return tell(`block ${page} of order ${order} is of another zone`)
  if ((pages.flags[page]! & PG_private) === 0) tell(`page ${page} is not marked as a free block`)
  if (pages.private[page] !== order) tell(`page ${page} has another order than its list, ${order}`)
  const index = page - zone.zone_start_pfn
  if (index % (1 << order) !== 0) tell(`block ${page} of order ${order} is not aligned`)
  if (order === MAX_ORDER - 1) return
  const buddy = zone.zone_start_pfn + (index ^ (1 << order))
  const isFree =
    isIn(zone, buddy) &&
    (pages.flags[buddy]! & (PG_private | PG_reserved)) === PG_private &&
    pages.private[buddy] === order
  if (isFree && page < buddy) tell(`blocks ${page} and ${buddy} of order ${order} were not merged`)
}

const NOBODY = 0
const FREE_BLOCK = 1
const PAGE_LIST = 2
const SLAB = 3
/** The first page of a free block, which alone is marked as one. */
const BLOCK_HEAD = 4
const LRU = 5
const OWNERS = ['nobody', 'a free block', 'a per-CPU list', 'a slab', 'a free block', 'an LRU list']

/** Each page is in one place only: reserved, in a free block, in a per-CPU list, in a slab, in an LRU list; or somebody has it. */
export function ownerProblems(machine: Machine, found: FoundSlabs, report: Report): void {
  const { pages } = machine
  const owners = new Uint8Array(pages.count)
  const take = (first: PageFrame, count: number, owner: number): void => {
    for (let page = first; page < Math.min(first + count, pages.count); page++) {
      const before = owners[page]!
      if (before !== NOBODY) {
        report(`page ${page} belongs to ${OWNERS[before]} and to ${OWNERS[owner]}`)
      }
      owners[page] = owner
    }
  }
  const quiet = (): void => undefined
  for (const zone of machine.zones) {
    for (let order = 0; order < MAX_ORDER; order++) {
      for (const block of walkPages(machine, zone.free_list + order, '', quiet)) {
        take(block, 1 << order, FREE_BLOCK)
        owners[block] = BLOCK_HEAD
      }
    }
    for (const [, { head }] of pageLists(zone)) {
      for (const page of walkPages(machine, head, '', quiet)) take(page, 1, PAGE_LIST)
    }
    for (const head of [zone.active_list, zone.inactive_list]) {
      for (const page of walkPages(machine, head, '', quiet)) take(page, 1, LRU)
    }
  }
  for (const slab of machine.rcu.heads) takeOutliving(machine, slab, take)
  for (const [cache, slabs] of found) {
    for (const { frame } of slabs) take(frame, 1 << cache.gfporder, SLAB)
  }
  flagProblems(machine, owners, report)
}

/** The pages of a destroyed slab belong to it until nobody looks at them any more. */
function takeOutliving(
  { words }: Machine,
  slab: PhysicalAddress,
  take: (first: PageFrame, count: number, owner: number) => void,
): void {
  const addr = words[(slab >> 2) + SLAB_RCU_ADDR]! + POINTER_BASE
  const cache = words[(slab >> 2) + SLAB_RCU_CACHEP]! + POINTER_BASE
  take(addr >>> PAGE_SHIFT, 1 << words[(cache >> 2) + CACHE_GFPORDER]!, SLAB)
}

/** The flags of every page tell the same as the lists do. */
function flagProblems(
  { pages, totalram_pages, nr_slab }: Machine,
  owners: Uint8Array,
  report: Report,
): void {
  let ram = 0
  let slab = 0
  for (let page = 0; page < pages.count; page++) {
    const flags = pages.flags[page]!
    const owner = owners[page]!
    if ((flags & PG_reserved) === 0) ram++
    else if (owner !== NOBODY) report(`page ${page} belongs to ${OWNERS[owner]}, but is reserved`)
    if ((flags & PG_slab) !== 0) {
      slab++
      if (owner !== SLAB) report(`page ${page} is marked as the page of a slab`)
    }
    if (((flags & PG_lru) !== 0) !== (owner === LRU)) {
      report(`page ${page} is in an LRU list, or marked as that, but not both`)
    }
    if ((flags & PG_private) !== 0 && owner !== BLOCK_HEAD) {
      report(`page ${page} is marked as a free block`)
    }
    if (
      pages._count[page] !== 0 &&
      (owner === FREE_BLOCK || owner === BLOCK_HEAD || owner === PAGE_LIST)
    ) {
      report(`page ${page} belongs to ${OWNERS[owner]}, but has ${pages._count[page]} users`)
    }
  }
  if (ram !== totalram_pages) report(`totalram_pages is ${totalram_pages}, not ${ram}`)
  if (slab !== nr_slab) report(`nr_slab is ${nr_slab}, not ${slab}`)
}
