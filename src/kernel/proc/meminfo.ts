/** The text of /proc/meminfo, to the letter. */
import { divide } from '#lib/bits.ts'
import { VMALLOC_END, VMALLOC_START } from '../boot/address_space.ts'
import { PAGE_SHIFT } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { ZONE_HIGHMEM } from '../page/zone.ts'

/** How much of its memory a strict kernel would promise to processes, in percent. Linux: mm/mmap.c. */
const sysctl_overcommit_ratio = 50

/** The figures of /proc/meminfo by their names, in its order, in kilobytes. */
export type MeminfoFigures = ReadonlyMap<string, number>

/**
 * Adds up what a machine's memory is used for. Linux: fs/proc/proc_misc.c meminfo_read_proc().
 * Differs: a machine here has no swap, no buffers and no page tables, maps nothing and promises nothing, and its
 * vmalloc area is empty.
 */
export function meminfoFigures(machine: Machine): MeminfoFigures {
  const { zones, totalram_pages, totalhigh_pages, nr_slab } = machine
  const free = zones.reduce((sum, zone) => sum + zone.free_pages, 0)
  const highFree = zones[ZONE_HIGHMEM]?.free_pages ?? 0
  const commitLimit = divide(totalram_pages * sysctl_overcommit_ratio, 100)
  const vmalloc = (VMALLOC_END(machine) - VMALLOC_START(machine)) / 1024
  return new Map([
    ['MemTotal', kilobytes(totalram_pages)],
    ['MemFree', kilobytes(free)],
    ['Buffers', 0],
    ['Cached', 0],
    ['SwapCached', 0],
    ['Active', 0],
    ['Inactive', 0],
    ['HighTotal', kilobytes(totalhigh_pages)],
    ['HighFree', kilobytes(highFree)],
    ['LowTotal', kilobytes(totalram_pages - totalhigh_pages)],
    ['LowFree', kilobytes(free - highFree)],
    ['SwapTotal', 0],
    ['SwapFree', 0],
    ['Dirty', 0],
    ['Writeback', 0],
    ['Mapped', 0],
    ['Slab', kilobytes(nr_slab)],
    ['CommitLimit', kilobytes(commitLimit)],
    ['Committed_AS', 0],
    ['PageTables', 0],
    ['VmallocTotal', vmalloc],
    ['VmallocUsed', 0],
    ['VmallocChunk', vmalloc],
  ])
}

/** The text of /proc/meminfo. */
export function meminfo(machine: Machine): string {
  return [...meminfoFigures(machine)].map((figure) => `${meminfoLine(...figure)}\n`).join('')
}

/** One line, without its end. */
export function meminfoLine(name: string, kilobytes: number): string {
  return `${`${name}:`.padEnd(14)}${String(kilobytes).padStart(8)} kB`
}

function kilobytes(pages: number): number {
  return pages << (PAGE_SHIFT - 10)
}
