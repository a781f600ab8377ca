/**
 * From bare RAM to a page allocator: bootmem, zones and mem_map, then every page that is left goes to the buddy
 * allocator. Linux: arch/i386/mm/init.c, mm/page_alloc.c, mm/bootmem.c.
 */
import { MAX_ORDER, PAGE_SHIFT, PAGE_SIZE } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_reserved } from '../page/page_flags.ts'
import { __free_pages } from '../page/page_free.ts'
import {
  KERNEL_END,
  KERNEL_START,
  MAX_DMA_ADDRESS,
  setup_bootmem_allocator,
  type BootMemory,
} from './bootmem.ts'
import { frameAfter, frameBefore } from './e820.ts'

/** Pages that share one queue of waiters, and bytes of a queue. */
const PAGES_PER_WAITQUEUE = 256
const SIZEOF_WAIT_QUEUE_HEAD = 8
/** Bootmem hands pages over 32 at a time where all of them are free. */
const PAGES_PER_WORD = 32
const ORDER_OF_WORD = 5
const PAGES_PER_BLOCK = 1 << (MAX_ORDER - 1)

/** Where things of the boot lie in physical memory, for pictures of it. */
export interface BootMap {
  readonly kernel: { readonly start: number; readonly end: number }
  readonly mem_map: { readonly start: number; readonly end: number }
}

/** Brings up zones and page allocator. Linux: paging_init() and mem_init(). */
export function setUpMemory(machine: Machine): BootMap {
  machine.makeZones()
  const bootmem = setup_bootmem_allocator(machine.lowPages, machine.memoryMap)
  const mem_map = free_area_init(machine, bootmem)
  const lowPages = free_all_bootmem(machine, bootmem)
  machine.totalhigh_pages = set_highmem_pages_init(machine)
  machine.totalram_pages = lowPages + machine.totalhigh_pages
  return {
    kernel: { start: KERNEL_START, end: KERNEL_END },
    mem_map: { start: mem_map, end: mem_map + machine.pages.mapBytes },
  }
}

/**
 * Takes memory for mem_map and for the wait queues of each zone. Returns where mem_map is.
 * Linux: mm/page_alloc.c free_area_init_core() and alloc_node_mem_map().
 */
function free_area_init(machine: Machine, bootmem: BootMemory): number {
  const align = machine.configuration.kernelLine
  const mem_map = bootmem.__alloc_bootmem(machine.pages.mapBytes, align, MAX_DMA_ADDRESS)
  for (const zone of machine.zones) {
    if (zone.spanned_pages === 0) continue
    const bytes = wait_table_size(zone.spanned_pages) * SIZEOF_WAIT_QUEUE_HEAD
    bootmem.__alloc_bootmem(bytes, align, MAX_DMA_ADDRESS)
  }
  return mem_map
}

/** Queues of a zone: a power of two from 4 to 4096. Linux: mm/page_alloc.c wait_table_size(). */
function wait_table_size(pages: number): number {
  let size = 1
  while (size < Math.trunc(pages / PAGES_PER_WAITQUEUE)) size <<= 1
  return Math.max(4, Math.min(size, 4096))
}

/**
 * Gives all pages that bootmem has left to the buddy allocator, from the bottom up, and the pages of its bitmap
 * last. Returns how many. The kernel hands over at most 32 pages at a time, which then merge; where a whole block of the
 * largest order is free it comes to the same, and takes less time, to hand over the block.
 * Linux: mm/bootmem.c free_all_bootmem_core().
 */
function free_all_bootmem(machine: Machine, bootmem: BootMemory): number {
  let total = 0
  let nextUsed = bootmem.nextUsed(0)
  for (let frame = 0; frame < bootmem.pages;) {
    if (nextUsed < frame) nextUsed = bootmem.nextUsed(frame)
    const order = orderAt(frame, nextUsed)
    if (order === null) {
      const end = Math.min(frame + PAGES_PER_WORD, bootmem.pages)
      for (; frame < end; frame++) {
        if (bootmem.isUsed(frame)) continue
        release(machine, frame, 0)
        total++
      }
      continue
    }
    const count = 1 << order
    machine.pages.clearReserved(frame, frame + count)
    release(machine, frame, order)
    total += count
    frame += count
  }
  const bitmap = KERNEL_END >>> PAGE_SHIFT
  const bitmapPages = (Math.trunc(bootmem.pages / 8) + PAGE_SIZE - 1) >>> PAGE_SHIFT
  for (let i = 0; i < bitmapPages; i++) release(machine, bitmap + i, 0)
  return total + bitmapPages
}

/** What can be handed over at once at `frame`, a multiple of 32: the largest block, a word of pages, or null. */
function orderAt(frame: number, nextUsed: number): number | null {
  if (frame % PAGES_PER_BLOCK === 0 && nextUsed >= frame + PAGES_PER_BLOCK) return MAX_ORDER - 1
  return nextUsed >= frame + PAGES_PER_WORD ? ORDER_OF_WORD : null
}

/** High memory is handed over page by page, where there is RAM. Returns how many. Linux: arch/i386/mm/init.c set_highmem_pages_init(). */
function set_highmem_pages_init(machine: Machine): number {
  let total = 0
  for (const range of machine.memoryMap) {
    const first = Math.max(machine.lowPages, frameAfter(range.start))
    const end = Math.min(machine.num_physpages, frameBefore(range.end))
    for (let frame = first; frame < end; frame++) {
      release(machine, frame, 0)
      total++
    }
  }
  return total
}

function release(machine: Machine, frame: number, order: number): void {
  machine.pages.flags[frame]! &= ~PG_reserved
  machine.pages._count[frame] = 1
  __free_pages(machine, frame, order)
}
