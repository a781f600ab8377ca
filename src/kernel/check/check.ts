/**
 * A sweep over the whole machine: everything that must hold between two calls. Each problem is a sentence. A program
 * that uses the allocator correctly never causes one; a double kfree() or a write past an object may.
 */
import type { VirtualAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import {
  arrayEntries,
  arrayProblems,
  cacheProblems,
  chainProblems,
  sizeProblems,
} from './check_caches.ts'
import type { Objects } from './check_caches.ts'
import { debugProblems, placeOfObject } from './check_debug.ts'
import { ownerProblems, zoneProblems } from './check_pages.ts'
import { reclaimProblems } from './check_reclaim.ts'
import { findObject, sweepSlabs, type FoundSlabs } from './check_slabs.ts'

/**
 * All problems of a machine; none for a healthy one. Nothing is changed, and nothing is taken for granted: what was
 * written over is named, and the sweep goes on elsewhere.
 */
export function findProblems({ machine }: { readonly machine: Machine }): string[] {
  const problems: string[] = []
  const report = (problem: string): void => {
    problems.push(problem)
  }
  const caches = [...machine.caches.values()]
  chainProblems(machine, report)
  sizeProblems(machine, report)
  const found: FoundSlabs = new Map()
  for (const cache of caches) found.set(cache, sweepSlabs(machine, cache, report))
  const free = new Set(caches.flatMap((cache) => arrayEntries(machine, cache)))
  const find = (address: VirtualAddress) => findObject(machine, found, address)
  const objects: Objects = {
    find,
    inUse: (address) => {
      const place = placeOfObject(machine, address)
      const object = find(place)
      return object === null || !object.isOut || free.has(place) ? null : object
    },
  }
  for (const cache of caches) {
    const slabs = found.get(cache) ?? []
    cacheProblems(machine, cache, slabs, objects, report)
    arrayProblems(machine, cache, objects, report)
    if (machine.configuration.slabDebug) debugProblems(machine, cache, slabs, free, report)
  }
  for (const zone of machine.zones) zoneProblems(machine, zone, report)
  ownerProblems(machine, found, report)
  reclaimProblems(machine, report)
  return problems
}

/** Pages that nobody uses: those in the buddy lists and those parked in per-CPU lists. */
export function freePages({ machine }: { readonly machine: Machine }): number {
  return machine.zones.reduce(
    (sum, { free_pages, pageset }) =>
      pageset.flat().reduce((pages, { count }) => pages + count, sum + free_pages),
    0,
  )
}
