/**
 * Free blocks of which only the number is known, and not where they lie. They are put anywhere in their zone; when an
 * answer of the file tells the frame of one for the first time, its place there is known, and from then on every frame
 * of that block must agree. A block lies at a multiple of its size, inside its zone, and apart from all others.
 */
import type { Machine } from '#kernel/machine.ts'
import { MAX_ORDER } from '#kernel/layout.ts'
import type { Zone } from '#kernel/page/zone.ts'
import { fillPageLists } from './zones.ts'

/** How many blocks of each order are free in a zone, and how many pages lie in its two lists. */
export interface BlockCounts {
  readonly free: readonly number[]
  readonly hot: number
  readonly cold: number
}

interface Block {
  readonly ours: number
  readonly order: number
  readonly zone: Zone
  theirs: number | null
}

export class Blocks {
  readonly #blocks: Block[] = []

  /** Fills the empty lists of a zone with so many blocks. Two of one order never lie so that they would merge. */
  fill(machine: Machine, zone: Zone, counts: BlockCounts): void {
    const room = new Room(zone)
    const free: number[][] = counts.free.map(() => [])
    for (let order = counts.free.length - 1; order >= 0; order--) {
      for (let i = 0; i < counts.free[order]!; i++) free[order]!.push(room.take(order, true))
    }
    const pages = (count: number): number[] =>
      Array.from({ length: count }, () => room.take(0, false))
    const lists = { free, hot: pages(counts.hot), cold: pages(counts.cold) }
    fillPageLists(machine, zone, lists)
    const add = (order: number) => (ours: number) =>
      this.#blocks.push({ ours, order, zone, theirs: null })
    free.forEach((blocks, order) => blocks.forEach(add(order)))
    ;[...lists.hot, ...lists.cold].forEach(add(0))
  }

  /** Our frame as the machine of the file has it, if `expected` may be it; -1 when nothing of what was free is there. */
  translate(frame: number, expected: unknown): number {
    const block = this.#blocks.find(
      ({ ours, order }) => frame >= ours && frame < ours + (1 << order),
    )
    if (block === undefined) return -1
    const offset = frame - block.ours
    if (
      block.theirs === null &&
      typeof expected === 'number' &&
      this.#fits(block, expected - offset)
    ) {
      block.theirs = expected - offset
    }
    return block.theirs === null ? -1 : block.theirs + offset
  }

  #fits({ order, zone }: Block, start: number): boolean {
    const end = start + (1 << order)
    const inZone = start >= zone.zone_start_pfn && end <= zone.zone_start_pfn + zone.spanned_pages
    return (
      inZone &&
      start % (1 << order) === 0 &&
      !this.#blocks.some(
        ({ theirs, order: other }) =>
          theirs !== null && theirs < end && theirs + (1 << other) > start,
      )
    )
  }
}

/** Which pages of a zone are taken by blocks. */
class Room {
  readonly #zone: Zone
  readonly #taken: Uint8Array
  /** Order of the block that begins at a page, plus 1. */
  readonly #orders: Uint8Array
  /** By order, where to look next; single pages that need not be apart come last. */
  readonly #next: number[] = Array.from({ length: MAX_ORDER + 1 }, () => 0)

  constructor(zone: Zone) {
    this.#zone = zone
    this.#taken = new Uint8Array(zone.spanned_pages)
    this.#orders = new Uint8Array(zone.spanned_pages)
  }

  /** The first frame of a block that is free; `apart`: its buddy must not be a block of the same order. */
  take(order: number, apart: boolean): number {
    const size = 1 << order
    const kind = apart ? order : MAX_ORDER
    for (let start = this.#next[kind]!; start + size <= this.#taken.length; start += size) {
      if (this.#taken.subarray(start, start + size).includes(1)) continue
      if (apart && this.#merges(start, order)) continue
      this.#taken.fill(1, start, start + size)
      this.#next[kind] = start + size
      if (apart) this.#orders[start] = order + 1
      return this.#zone.zone_start_pfn + start
    }
    throw new Error(`no room for a block of order ${order} in zone ${this.#zone.name}`)
  }

  #merges(start: number, order: number): boolean {
    return order < MAX_ORDER - 1 && this.#orders[start ^ (1 << order)] === order + 1
  }
}
