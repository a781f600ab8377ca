/**
 * The sweep of the pages that can be reclaimed: counts that are true, marks that agree with the lists, and processes
 * that have the pages they are said to have.
 */
import type { PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_active, PG_dirty, PG_writeback } from '../page/page_flags.ts'
import type { Zone } from '../page/zone.ts'
import { HOLDS_ANONYMOUS, HOLDS_FILE, HOLDS_SWAP } from '../reclaim/reclaimable.ts'
import { walkPages } from './check_pages.ts'
import type { Report } from './check_slabs.ts'

/** The LRU lists, the page cache, the disk, and the memory of processes. */
export function reclaimProblems(machine: Machine, report: Report): void {
  const listed = machine.zones.flatMap((zone) => lruProblems(machine, zone, report))
  countProblems(machine, listed, report)
  diskProblems(machine, report)
  taskProblems(machine, listed, report)
}

/** The pages of both lists of a zone, after telling what is wrong with them. */
function lruProblems(machine: Machine, zone: Zone, report: Report): PageFrame[] {
  const tell = (problem: string): void => report(`zone ${zone.name}: ${problem}`)
  const active = walkPages(machine, zone.active_list, 'active list', tell)
  const inactive = walkPages(machine, zone.inactive_list, 'inactive list', tell)
  if (active.length !== zone.nr_active) {
    tell(`nr_active is ${zone.nr_active}, not ${active.length}`)
  }
  if (inactive.length !== zone.nr_inactive) {
    tell(`nr_inactive is ${zone.nr_inactive}, not ${inactive.length}`)
  }
  const { flags, zone: zoneOf, _count } = machine.pages
  const marked = (page: PageFrame): boolean => (flags[page]! & PG_active) !== 0
  for (const page of active.filter((page) => !marked(page))) {
    tell(`page ${page} of the active list is not marked as active`)
  }
  for (const page of inactive.filter(marked)) {
    tell(`page ${page} of the inactive list is marked as active`)
  }
  for (const page of [...active, ...inactive]) {
    if (zoneOf[page] !== zone.index) tell(`page ${page} of an LRU list is of another zone`)
    if (_count[page] !== 1) tell(`page ${page} of an LRU list has ${_count[page]} users`)
  }
  return [...active, ...inactive]
}

/** What is counted of the pages is what they hold. */
function countProblems(
  { reclaimable, pages }: Machine,
  listed: readonly PageFrame[],
  report: Report,
): void {
  const count = (holds: number): number =>
    listed.filter((page) => reclaimable.kindOf(page) === holds).length
  const marked = (flag: number): PageFrame[] =>
    listed.filter((page) => (pages.flags[page]! & flag) !== 0)
  const dirtyFiles = marked(PG_dirty).filter((page) => reclaimable.kindOf(page) === HOLDS_FILE)
  const inSwapCache = count(HOLDS_SWAP)
  const counts = [
    ['nr_pagecache', reclaimable.nr_pagecache, count(HOLDS_FILE) + inSwapCache],
    ['total_swapcache_pages', reclaimable.total_swapcache_pages, inSwapCache],
    ['nr_mapped', reclaimable.nr_mapped, count(HOLDS_ANONYMOUS)],
    ['nr_dirty', reclaimable.nr_dirty, dirtyFiles.length],
    ['nr_writeback', reclaimable.nr_writeback, marked(PG_writeback).length],
  ] as const
  for (const [name, counted, found] of counts) {
    if (counted !== found) report(`${name} is ${counted}, not ${found}`)
  }
}

/** The disk writes exactly the pages that are marked so, in order of time. */
function diskProblems({ disk, pages, reclaimable }: Machine, report: Report): void {
  let last = 0
  for (const { page, done } of disk.queue) {
    if ((pages.flags[page]! & PG_writeback) === 0) report(`the disk writes page ${page} unasked`)
    if (done < last) report(`the disk is done with page ${page} too early`)
    last = done
  }
  if (disk.queue.length !== reclaimable.nr_writeback) {
    report(`nr_writeback is ${reclaimable.nr_writeback}, but the disk writes ${disk.queue.length}`)
  }
}

/** Each page of a process is of one process alone, and each page that holds memory of a process is of one. */
function taskProblems(
  { tasks, reclaimable }: Machine,
  listed: readonly PageFrame[],
  report: Report,
): void {
  const owned = new Set<PageFrame>()
  for (const mm of new Set(tasks.all.flatMap(({ mm }) => mm ?? []))) {
    for (const frame of mm.frames) {
      if (owned.has(frame)) report(`page ${frame} is of two processes`)
      owned.add(frame)
      if (reclaimable.kindOf(frame) !== HOLDS_ANONYMOUS) {
        report(`page ${frame} is of a process, but not noted as that`)
      }
    }
  }
  for (const page of listed) {
    if (reclaimable.kindOf(page) === HOLDS_ANONYMOUS && !owned.has(page)) {
      report(`page ${page} is of a process that has ended`)
    }
  }
}
