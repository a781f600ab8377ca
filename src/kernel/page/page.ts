/**
 * `struct page`: what the kernel knows about each page frame, as arrays indexed by frame number.
 * Differs: Linux keeps these 32 bytes a page in mem_map; here the same pages of RAM are reserved for mem_map,
 * so that all totals match, but the fields live beside the simulated memory, because scans are faster.
 *
 * `lru` links a free block into its buddy list and a parked page into its per-CPU list. While a page belongs to
 * a slab the same two fields hold other things: `next` the cache, `previous` the slab (physical addresses).
 */
import { SIZEOF_PAGE, type PageFrame } from '../layout.ts'
import { PG_reserved } from './page_flags.ts'

export class Pages {
  // `declare` keeps these fields from being undefined first: V8 need not ask then what they hold.
  readonly count: number
  /** Bytes that mem_map takes: one structure more than there are pages, as in alloc_node_mem_map(). */
  readonly mapBytes: number
  declare readonly flags: Uint16Array
  declare readonly _count: Int32Array
  declare readonly private: Uint8Array
  declare readonly lru_next: Int32Array
  declare readonly lru_prev: Int32Array
  /** The cache that each page of a slab belongs to, 0 for all others: PG_slab and lru.next in one, for kfree. Ours. */
  declare readonly cache: Int32Array
  /** Number of the zone of each page. */
  readonly zone: Uint8Array
  /** For the first page of a slab: the slab's number in its cache, counted from 0. Ours, for display. */
  readonly slabNumber: Int32Array

  /** `heads` entries behind the last page serve as list heads. */
  constructor(count: number, heads: number) {
    this.count = count
    this.mapBytes = (count + 1) * SIZEOF_PAGE
    this.flags = new Uint16Array(count)
    this._count = new Int32Array(count)
    this.private = new Uint8Array(count)
    this.lru_next = new Int32Array(count + heads)
    this.lru_prev = new Int32Array(count + heads)
    this.cache = new Int32Array(count + heads)
    this.zone = new Uint8Array(count)
    this.slabNumber = new Int32Array(count)
    this.#start()
  }

  /** As memmap_init() leaves them: reserved, unused, in no list. Linux: mm/page_alloc.c memmap_init_zone(). */
  reset(): void {
    this._count.fill(0)
    this.private.fill(0)
    this.cache.fill(0)
    this.#start()
  }

  #start(): void {
    this.flags.fill(PG_reserved)
    for (let head = this.count; head < this.lru_next.length; head++) {
      this.lru_next[head] = head
      this.lru_prev[head] = head
    }
  }

  /** For pages that nobody has used since the reset, so that being reserved is all there is to them. */
  clearReserved(start: PageFrame, end: PageFrame): void {
    this.flags.fill(0, start, end)
  }

  /** Puts a page at the front of a list. */
  addFirst(page: PageFrame, head: number): void {
    this.#link(head, page, this.lru_next[head]!)
  }

  /** Puts a page at the end of a list. */
  addLast(page: PageFrame, head: number): void {
    this.#link(this.lru_prev[head]!, page, head)
  }

  remove(page: PageFrame): void {
    const next = this.lru_next[page]!
    const previous = this.lru_prev[page]!
    this.lru_next[previous] = next
    this.lru_prev[next] = previous
  }

  /** The pages of a list from first to last. */
  list(head: number): PageFrame[] {
    const pages: PageFrame[] = []
    for (let page = this.lru_next[head]!; page !== head; page = this.lru_next[page]!)
      pages.push(page)
    return pages
  }

  #link(previous: number, page: PageFrame, next: number): void {
    this.lru_prev[next] = page
    this.lru_next[page] = next
    this.lru_prev[page] = previous
    this.lru_next[previous] = page
  }
}
