/** The memory map: which parts of physical memory are RAM. The firmware tells it at boot. Linux: asm-i386/e820.h. */
import { PAGE_SIZE, type PageFrame, type PhysicalAddress } from '../layout.ts'

/** RAM from `start` up to, but without, `end`. */
export interface MemoryRange {
  readonly start: PhysicalAddress
  readonly end: PhysicalAddress
}

/** Between them are the memory of the screen and the firmware itself. */
const HOLE_START: PhysicalAddress = 0x000a0000
const HOLE_END: PhysicalAddress = 0x00100000

/** RAM from address 0 but for the hole below 1 MB. */
export function plainMemoryMap(megabytes: number): readonly MemoryRange[] {
  return [
    { start: 0, end: HOLE_START },
    { start: HOLE_END, end: megabytes * 0x100000 },
  ]
}

/** Page frames up to the end of RAM, holes included. Linux: arch/i386/kernel/setup.c find_max_pfn(). */
export function find_max_pfn(map: readonly MemoryRange[]): PageFrame {
  return Math.max(...map.map(({ end }) => frameBefore(end)))
}

/** The first whole frame at or above an address. */
export function frameAfter(address: PhysicalAddress): PageFrame {
  return Math.ceil(address / PAGE_SIZE)
}

/** The frame that an address is in; whole frames end before it. */
export function frameBefore(address: PhysicalAddress): PageFrame {
  return Math.floor(address / PAGE_SIZE)
}

/** The first problem of a map, as the end of a sentence; null for one that a machine can boot from. */
export function problemOfMap(map: readonly MemoryRange[]): string | null {
  let last = 0
  for (const { start, end } of map) {
    if (!Number.isInteger(start) || !Number.isInteger(end) || start >= end) {
      return `has a range from ${start} to ${end}; give whole numbers, the smaller one first`
    }
    if (start < last) return `has a range from ${start} after one that ends at ${last}; sort them`
    last = end
  }
  const low = map.find(({ start, end }) => start <= HOLE_END && end >= 16 * HOLE_END)
  if (low === undefined) return 'has no RAM from 1 MB to 16 MB, where the kernel lies'
  return last > 0x100000000 ? 'goes beyond 4096 MB' : null
}
