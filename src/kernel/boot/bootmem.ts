/**
 * The boot allocator: a bitmap with one bit a page, and no way to free much. It gives out the memory that the
 * real allocators need to exist, then hands every page that is left to the buddy allocator and disappears.
 * The bitmap itself lives beside the simulated memory; its pages are reserved in it. Linux: mm/bootmem.c.
 */
import { ALIGN, divide } from '#lib/bits.ts'
import { PAGE_SHIFT, PAGE_SIZE, type PageFrame, type PhysicalAddress } from '../layout.ts'
import { BUG } from '../panic.ts'
import type { MemoryRange } from './e820.ts'

/** The kernel image: 1 MB to 4 MB. The boot bitmap stands right behind it. */
export const KERNEL_START: PhysicalAddress = 0x00100000
export const KERNEL_END: PhysicalAddress = 0x00400000
/** Where bootmem looks first, so that the DMA zone keeps its pages. */
export const MAX_DMA_ADDRESS: PhysicalAddress = 0x01000000

export class BootMemory {
  /** Pages that the bitmap covers: all low memory. */
  readonly pages: number
  readonly bitmapBytes: number
  readonly #used: Uint8Array
  /** The last page given out, and how many bytes of it are in use (0: all). */
  #lastPage = 0
  #lastOffset = 0

  /** All pages are in use until free_bootmem() says otherwise. Linux: init_bootmem_core(). */
  constructor(pages: number) {
    this.pages = pages
    this.bitmapBytes = ALIGN(divide(pages + 7, 8), 4)
    this.#used = new Uint8Array(pages).fill(1)
  }

  /** Marks whole pages inside a range as usable. Linux: free_bootmem_core(). */
  free_bootmem(address: PhysicalAddress, size: number): void {
    this.#used.fill(0, (address + PAGE_SIZE - 1) >>> PAGE_SHIFT, (address + size) >>> PAGE_SHIFT)
  }

  /** Marks every page that a range touches as used. Linux: reserve_bootmem_core(). */
  reserve_bootmem(address: PhysicalAddress, size: number): void {
    this.#used.fill(1, address >>> PAGE_SHIFT, (address + size + PAGE_SIZE - 1) >>> PAGE_SHIFT)
  }

  isUsed(frame: PageFrame): boolean {
    return this.#used[frame] === 1
  }

  /** The first used page from `start` on; the number of pages when there is none. */
  nextUsed(start: PageFrame): PageFrame {
    const frame = this.#used.indexOf(1, start)
    return frame < 0 ? this.pages : frame
  }

  /**
   * Takes `size` bytes, from `goal` upwards if there is room, else from the bottom. A small request is put into
   * the rest of the page that the last one left half empty, if that page comes right before.
   * Nothing left is the end of the boot. Linux: __alloc_bootmem_core().
   */
  __alloc_bootmem(size: number, align: number, goal: PhysicalAddress): PhysicalAddress {
    const preferred = goal >>> PAGE_SHIFT < this.pages ? goal >>> PAGE_SHIFT : 0
    const wanted = (size + PAGE_SIZE - 1) >>> PAGE_SHIFT
    let start = this.#find(preferred, wanted)
    if (start < 0 && preferred > 0) start = this.#find(0, wanted)
    if (start < 0) return BUG('__alloc_bootmem: out of memory')

    if (align < PAGE_SIZE && this.#lastOffset > 0 && this.#lastPage + 1 === start) {
      return this.#merge(start, size, align)
    }
    this.#take(start, wanted, size & (PAGE_SIZE - 1))
    return start << PAGE_SHIFT
  }

  /** Puts the request behind the last one, in the same page and on from there. */
  #merge(start: PageFrame, size: number, align: number): PhysicalAddress {
    const offset = ALIGN(this.#lastOffset, align)
    const address = (this.#lastPage << PAGE_SHIFT) + offset
    const room = PAGE_SIZE - offset
    if (size < room) {
      this.#lastOffset = offset + size
    } else {
      const rest = size - room
      this.#take(start, (rest + PAGE_SIZE - 1) >>> PAGE_SHIFT, rest & (PAGE_SIZE - 1))
    }
    return address
  }

  #take(start: PageFrame, count: number, lastOffset: number): void {
    this.#used.fill(1, start, start + count)
    this.#lastPage = start + count - 1
    this.#lastOffset = lastOffset
  }

  #find(from: PageFrame, wanted: number): PageFrame {
    let run = 0
    for (let frame = from; frame < this.pages; frame++) {
      run = this.#used[frame] === 1 ? 0 : run + 1
      if (run === wanted) return frame - wanted + 1
    }
    return -1
  }
}

/**
 * The boot allocator of a machine with RAM where `map` says: page 0, the kernel and the bitmap are reserved. The end of the bitmap is rounded up twice, so one page more than it needs stays reserved for ever.
 * Linux: arch/i386/kernel/setup.c setup_bootmem_allocator().
 */
export function setup_bootmem_allocator(lowPages: number, map: readonly MemoryRange[]): BootMemory {
  const bootmem = new BootMemory(lowPages)
  for (const { start, end } of map) {
    const lowEnd = Math.min(end, lowPages * PAGE_SIZE)
    if (start < lowEnd) bootmem.free_bootmem(start, lowEnd - start)
  }
  const end = KERNEL_END + bootmem.bitmapBytes + PAGE_SIZE - 1
  bootmem.reserve_bootmem(KERNEL_START, end - KERNEL_START)
  bootmem.reserve_bootmem(0, PAGE_SIZE)
  return bootmem
}
