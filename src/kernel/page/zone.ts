/**
 * Zones: parts of physical memory that differ in who can reach them. DMA is below 16 MB, Normal up to 896 MB,
 * HighMem above. Each zone has its own free lists, per-CPU page lists, watermarks and reserves.
 */
import { divide, integerSquareRoot } from '#lib/bits.ts'
import { MAX_ORDER, MOST_CPUS, PAGE_SHIFT, type PageFrame } from '../layout.ts'

export const ZONE_DMA = 0
export const ZONE_NORMAL = 1
export const ZONE_HIGHMEM = 2
export const MAX_NR_ZONES = 3
export const ZONE_NAMES = ['DMA', 'Normal', 'HighMem'] as const

const SWAP_CLUSTER_MAX = 32
const MOST_HIGHMEM_RESERVE = 128
/** For each zone, how small a part of the memory above it is kept free in it. */
export const lowmem_reserve_ratio = [256, 32]
const MAX_DMA_PAGES = 4096
/** 896 MB: what the direct map can hold. */
const MAXMEM_PAGES = 896 << (20 - PAGE_SHIFT)

/** The lists of pages that can be reclaimed: the active one, the inactive one. */
const LRU_HEADS = 2
/** List heads that a zone needs behind the pages: one for each order, those two, and a hot and a cold one for each processor. */
export const HEADS_PER_ZONE = MAX_ORDER + LRU_HEADS + 2 * MOST_CPUS
/** The weakest try to reclaim pages: a 4096th of a list at a time. Linux: mm/vmscan.c, linux/mmzone.h. */
export const DEF_PRIORITY = 12

/** A per-CPU list of single pages. Linux: linux/mmzone.h struct per_cpu_pages. */
export class PerCpuPages {
  count = 0
  /** The list is filled when it holds no more than this. */
  low: number
  /** The list gives a batch back when it holds no less than this. */
  high: number
  readonly batch: number
  /** The list's head in the arrays of `Pages`. */
  readonly head: number

  constructor(low: number, high: number, batch: number, head: number) {
    this.low = low
    this.high = high
    this.batch = batch
    this.head = head
  }
}

/** The lists of one processor in one zone: hot, cold. Linux: linux/mmzone.h struct per_cpu_pageset. */
export type PerCpuPageset = readonly [PerCpuPages, PerCpuPages]

export class Zone {
  readonly index: number
  readonly name: string
  readonly zone_start_pfn: PageFrame
  /** Pages from the first to the last, holes included. */
  readonly spanned_pages: number
  /** Pages counted as the zone's own: on this machine the same, holes and reserved pages included. */
  readonly present_pages: number
  free_pages = 0
  pages_min = 0
  pages_low = 0
  pages_high = 0
  /** Pages kept from requests that could have used a higher zone, by that zone's index. */
  readonly lowmem_reserve = [0, 0, 0]
  /** Free blocks of each order. */
  readonly nr_free = new Int32Array(MAX_ORDER)
  /** The head of the free list of order 0; order n stands n places behind it. */
  readonly free_list: number
  /** The heads of the lists of pages that can be reclaimed, most recently used first. */
  readonly active_list: number
  readonly inactive_list: number
  nr_active = 0
  nr_inactive = 0
  /** Pages to look at before the next look at a list is worth it. */
  nr_scan_active = 0
  nr_scan_inactive = 0
  /** Pages looked at since the zone last got some back. */
  pages_scanned = 0
  /** All pages of the zone were looked at four times for nothing: kswapd leaves it alone for now. */
  all_unreclaimable = false
  /** How hard it was to reclaim pages last time, and is this time: from DEF_PRIORITY, not at all, to 0. */
  prev_priority = DEF_PRIORITY
  temp_priority = DEF_PRIORITY
  /** The hot list, then the cold one, of each processor. */
  readonly pageset: readonly PerCpuPageset[]
  /** Those of the processor that runs now: Machine.switchCpu() changes it. */
  pcp: PerCpuPageset

  constructor(index: number, start: PageFrame, pages: number, firstHead: number, cpus: number) {
    this.index = index
    this.name = ZONE_NAMES[index]!
    this.zone_start_pfn = start
    this.spanned_pages = pages
    this.present_pages = pages
    this.free_list = firstHead
    this.active_list = firstHead + MAX_ORDER
    this.inactive_list = this.active_list + 1
    const firstPcp = this.active_list + LRU_HEADS
    const batch = zone_batchsize(pages)
    this.pcp = makePageset(batch, firstPcp)
    const others = Array.from({ length: cpus - 1 }, (_, other) =>
      makePageset(batch, firstPcp + 2 * (other + 1)),
    )
    this.pageset = [this.pcp, ...others]
  }
}

/** A hot list with its head at `head`, a cold one with its head behind that. */
function makePageset(batch: number, head: number): PerCpuPageset {
  return [
    new PerCpuPages(2 * batch, 6 * batch, batch, head),
    new PerCpuPages(0, 2 * batch, batch, head + 1),
  ]
}

/**
 * Pages that move between a per-CPU list and the buddy lists at a time: a quarter of a thousandth of the zone,
 * at most 16. Linux: mm/page_alloc.c free_area_init_core().
 */
function zone_batchsize(present: number): number {
  return Math.max(1, Math.min(divide(present, 1024), 64) >> 2)
}

/** Pages of the three zones for so much RAM. Linux: arch/i386/mm/init.c zone_sizes_init(). */
export function zone_sizes_init(ramPages: number, highmem: boolean): [number, number, number] {
  const low = Math.min(ramPages, MAXMEM_PAGES)
  const dma = Math.min(low, MAX_DMA_PAGES)
  return [dma, low - dma, highmem ? ramPages - low : 0]
}

/**
 * The zones that serve a mask, best first, by its zone bits: none, DMA, HIGHMEM. Falling back goes downwards only,
 * and an empty zone is in no list. Linux: mm/page_alloc.c build_zonelists().
 */
export function build_zonelists<Some extends Pick<Zone, 'present_pages'>>(
  zones: readonly Some[],
): (readonly Some[])[] {
  const lists = [[ZONE_NORMAL, ZONE_DMA], [ZONE_DMA], [ZONE_HIGHMEM, ZONE_NORMAL, ZONE_DMA]]
  return lists.map((indexes) =>
    indexes.map((index) => zones[index]!).filter((zone) => zone.present_pages > 0),
  )
}

/** Sets all watermarks and reserves. Linux: mm/page_alloc.c init_per_zone_pages_min(). */
export function init_per_zone_pages_min(zones: readonly Zone[]): number {
  const lowmem_kbytes = lowmemPages(zones) * 4
  const root = integerSquareRoot(lowmem_kbytes * 16)
  const min_free_kbytes = Math.min(Math.max(root, 128), 65536)
  setup_per_zone_pages_min(zones, min_free_kbytes)
  setup_per_zone_lowmem_reserve(zones)
  return min_free_kbytes
}

/**
 * Shares the reserve among the low zones by their size; HighMem keeps a small one of its own, even when it is
 * empty. Linux: mm/page_alloc.c setup_per_zone_pages_min().
 */
export function setup_per_zone_pages_min(zones: readonly Zone[], min_free_kbytes: number): void {
  const pages_min = min_free_kbytes >> (PAGE_SHIFT - 10)
  const lowmem_pages = lowmemPages(zones)
  for (const zone of zones) {
    zone.pages_min =
      zone.index === ZONE_HIGHMEM
        ? Math.min(
            Math.max(divide(zone.present_pages, 1024), SWAP_CLUSTER_MAX),
            MOST_HIGHMEM_RESERVE,
          )
        : divide(pages_min * zone.present_pages, lowmem_pages)
    zone.pages_low = divide(zone.pages_min * 5, 4)
    zone.pages_high = divide(zone.pages_min * 6, 4)
  }
}

/**
 * A zone keeps pages back from requests that could have been served higher up, in proportion to the memory
 * there. Linux: mm/page_alloc.c setup_per_zone_lowmem_reserve().
 */
function setup_per_zone_lowmem_reserve(zones: readonly Zone[]): void {
  for (let wanted = 0; wanted < MAX_NR_ZONES; wanted++) {
    let above = zones[wanted]!.present_pages
    zones[wanted]!.lowmem_reserve[wanted] = 0
    for (let lower = wanted - 1; lower >= 0; lower--) {
      zones[lower]!.lowmem_reserve[wanted] = divide(above, lowmem_reserve_ratio[lower]!)
      above += zones[lower]!.present_pages
    }
  }
}

function lowmemPages(zones: readonly Zone[]): number {
  return zones[ZONE_DMA]!.present_pages + zones[ZONE_NORMAL]!.present_pages
}
