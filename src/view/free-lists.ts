/** The free pages of each zone as its lists have them: blocks by order, and the single pages that processors keep. */
import { type Kernel, type PageFrame } from '#kernel/index.ts'
import { MAX_ORDER } from '#kernel/layout.ts'
import type { Pages } from '#kernel/page/page.ts'
import type { Zone } from '#kernel/page/zone.ts'

/** The free blocks of one order. */
export interface OrderList {
  readonly order: number
  readonly count: number
  /** First frames of the blocks at the head of the list, the head first; of a long list not all. */
  readonly blocks: readonly PageFrame[]
}

/** Single pages that a processor keeps of a zone. They are not counted as free. */
export interface PageList {
  readonly cpu: number
  readonly name: 'hot' | 'cold'
  readonly count: number
  /** It is filled when it holds no more than `low`, and gives pages back when it holds `high` or more. */
  readonly low: number
  readonly high: number
  readonly batch: number
  /** From the head on, where pages are taken and put; of a long list not all. */
  readonly pages: readonly PageFrame[]
}

export interface FreeListsView {
  readonly kind: 'free lists'
  readonly zones: readonly {
    readonly name: string
    readonly free_pages: number
    readonly orders: readonly OrderList[]
    readonly perCpu: readonly PageList[]
  }[]
}

/** Of a list so many entries are in the picture. */
const shown = 8

/** All zones that have memory, or the one of this name. A RangeError for a zone that this machine has not. */
export function viewFreeLists(kernel: Kernel, only?: string): FreeListsView {
  const { pages, zones } = kernel.machine
  const wanted = zones.filter(
    ({ name, present_pages }) => present_pages > 0 && (only === undefined || name === only),
  )
  if (wanted.length === 0) throw new RangeError(`freeLists: this machine has no zone ${only}.`)
  const views = wanted.map((zone) => ({
    name: zone.name,
    free_pages: zone.free_pages,
    orders: Array.from({ length: MAX_ORDER }, (_, order) => orderList(pages, zone, order)),
    perCpu: pageLists(pages, zone),
  }))
  return { kind: 'free lists', zones: views }
}

function orderList(pages: Pages, zone: Zone, order: number): OrderList {
  const count = zone.nr_free[order] ?? 0
  return { order, count, blocks: firstOf(pages, zone.free_list + order) }
}

function pageLists(pages: Pages, zone: Zone): PageList[] {
  return zone.pageset.flatMap((lists, cpu) =>
    lists.map(({ count, low, high, batch, head }, index): PageList => {
      const name = index === 0 ? 'hot' : 'cold'
      return { cpu, name, count, low, high, batch, pages: firstOf(pages, head) }
    }),
  )
}

function firstOf(pages: Pages, head: number): PageFrame[] {
  const found: PageFrame[] = []
  let page = pages.lru_next[head] ?? head
  while (page !== head && found.length < shown) {
    found.push(page)
    page = pages.lru_next[page] ?? head
  }
  return found
}
