/** The text of /proc/slabinfo, to the letter. */
import * as layout from '../layout.ts'
import { listEntries } from '../list.ts'
import { CACHE_CHAIN, type Machine } from '../machine.ts'
import { divide } from '#lib/bits.ts'
import type { kmem_cache } from '../slab/cache.ts'
import { STATISTICS_HEAD, statisticsText } from './slabinfo_statistics.ts'

/** The first two lines. */
export const SLABINFO_HEAD = [
  'slabinfo - version: 2.1',
  '# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>',
]

/** The caches, newest first, as they are linked. */
export function cacheChain(machine: Machine): kmem_cache[] {
  return listEntries(machine.words, CACHE_CHAIN).flatMap(
    (next) => machine.caches.get(next - layout.CACHE_NEXT_BYTE) ?? [],
  )
}

/** One row of slabinfo in numbers, named as in its head line. */
export interface SlabinfoRow {
  readonly name: string
  readonly active_objs: number
  readonly num_objs: number
  readonly objsize: number
  readonly objperslab: number
  readonly pagesperslab: number
  readonly limit: number
  readonly batchcount: number
  readonly sharedfactor: number
  readonly active_slabs: number
  readonly num_slabs: number
  readonly sharedavail: number
}

/**
 * Counts a cache's slabs and objects. Objects that lie in an array count as active, because their slabs do not
 * know that they are free. Linux: mm/slab.c s_show(). Differs: a cache for which there was no memory for its shared
 * array has zeros where the kernel oopses.
 */
export function s_show(machine: Machine, cache: kmem_cache): SlabinfoRow {
  const { words } = machine
  const inuse = (slab: number): number => words[(slab >> 2) + layout.SLAB_INUSE]!
  const full = listEntries(words, cache.descriptor + layout.CACHE_FULL_BYTE).length
  const partial = listEntries(words, cache.descriptor + layout.CACHE_PARTIAL_BYTE)
  const free = listEntries(words, cache.descriptor + layout.CACHE_FREE_BYTE).length
  const active_slabs = full + partial.length
  const num_slabs = active_slabs + free
  const shared = layout.toPhysical(cache.shared) >> 2
  const sharedLimit = cache.shared === layout.NULL ? 0 : words[shared + layout.AC_LIMIT]!
  return {
    name: cache.name,
    active_objs: full * cache.num + partial.reduce((sum, slab) => sum + inuse(slab), 0),
    num_objs: num_slabs * cache.num,
    objsize: cache.objsize,
    objperslab: cache.num,
    pagesperslab: 1 << cache.gfporder,
    limit: cache.limit,
    batchcount: cache.batchcount,
    sharedfactor: divide(sharedLimit, Math.max(1, cache.batchcount)),
    active_slabs,
    num_slabs,
    sharedavail: cache.shared === layout.NULL ? 0 : words[shared + layout.AC_AVAIL]!,
  }
}

/** The text of /proc/slabinfo. */
export function slabinfo(machine: Machine): string {
  const { slabDebug } = machine.configuration
  const head = SLABINFO_HEAD.map((line, index) => line + (slabDebug ? STATISTICS_HEAD[index] : ''))
  const rows = cacheChain(machine).map(
    (cache) => slabinfoLine(s_show(machine, cache)) + statisticsText(machine, cache),
  )
  return [...head, ...rows].map((line) => `${line}\n`).join('')
}

/** One row as its line, without the end of line. */
export function slabinfoLine(row: SlabinfoRow): string {
  const objects = [pad(row.active_objs, 6), pad(row.num_objs, 6), pad(row.objsize, 6)]
  const slab = [pad(row.objperslab, 4), pad(row.pagesperslab, 4)]
  const tunables = [pad(row.limit, 4), pad(row.batchcount, 4), pad(row.sharedfactor, 4)]
  const slabdata = [pad(row.active_slabs, 6), pad(row.num_slabs, 6), pad(row.sharedavail, 6)]
  return [
    row.name.padEnd(17),
    ...objects,
    ...slab,
    ': tunables',
    ...tunables,
    ': slabdata',
    ...slabdata,
  ].join(' ')
}

function pad(value: number, width: number): string {
  return String(value).padStart(width)
}
