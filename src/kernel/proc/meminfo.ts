/** The text of /proc/meminfo, to the letter. */
import { divide } from '#lib/bits.ts'
import { VMALLOC_END, VMALLOC_START } from '../boot/address_space.ts'
import { PAGE_SHIFT } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { ZONE_HIGHMEM } from '../page/zone.ts'
import type { MemoryMap } from '../tasks/task.ts'

/** How much of its memory a strict kernel would promise to processes, in percent. Linux: mm/mmap.c. */
const sysctl_overcommit_ratio = 50

/** The figures of /proc/meminfo by their names, in its order, in kilobytes. */
export type MeminfoFigures = ReadonlyMap<string, number>

/**
 * Adds up what a machine's memory is used for. Linux: fs/proc/proc_misc.c meminfo_read_proc().
 * Differs: there is no swap area, so what is on its way to swap never arrives there; all memory of a process counts as
 * promised to it; and nothing is in buffers, page tables or the area for vmalloc.
 */
export function meminfoFigures(machine: Machine): MeminfoFigures {
  const { zones, reclaimable, totalram_pages, totalhigh_pages } = machine
  const { nr_pagecache, total_swapcache_pages } = reclaimable
  const free = sumOf(zones, (zone) => zone.free_pages)
  const highFree = zones[ZONE_HIGHMEM]?.free_pages ?? 0
  const pages: readonly (readonly [name: string, pages: number])[] = [
    ['MemTotal', totalram_pages],
    ['MemFree', free],
    ['Buffers', 0],
    ['Cached', nr_pagecache - total_swapcache_pages],
    ['SwapCached', total_swapcache_pages],
    ['Active', sumOf(zones, (zone) => zone.nr_active)],
    ['Inactive', sumOf(zones, (zone) => zone.nr_inactive)],
    ['HighTotal', totalhigh_pages],
    ['HighFree', highFree],
    ['LowTotal', totalram_pages - totalhigh_pages],
    ['LowFree', free - highFree],
    ['SwapTotal', 0],
    ['SwapFree', 0],
    ['Dirty', reclaimable.nr_dirty],
    ['Writeback', reclaimable.nr_writeback],
    ['Mapped', reclaimable.nr_mapped],
    ['Slab', machine.nr_slab],
    ['CommitLimit', divide(totalram_pages * sysctl_overcommit_ratio, 100)],
    ['Committed_AS', sumOf(memoryOfProcesses(machine), (mm) => mm.total_vm)],
    ['PageTables', 0],
  ]
  const vmalloc = (VMALLOC_END(machine) - VMALLOC_START(machine)) / 1024
  return new Map([
    ...pages.map(([name, count]) => [name, kilobytes(count)] as const),
    ['VmallocTotal', vmalloc],
    ['VmallocUsed', 0],
    ['VmallocChunk', vmalloc],
  ])
}

/** Processes that share their memory have one between them. */
function memoryOfProcesses({ tasks }: Machine): MemoryMap[] {
  return [...new Set(tasks.all.flatMap(({ mm }) => mm ?? []))]
}

function sumOf<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + count(item), 0)
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
