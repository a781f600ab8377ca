/** What /proc/slabinfo has more in a kernel with slab debugging: two groups of counters at the end of each line. */
import type { Machine } from '../machine.ts'
import type { kmem_cache } from '../slab/cache.ts'
import { statisticsOf } from '../slab/debug_stats.ts'

/** What the first two lines have more. */
export const STATISTICS_HEAD = [
  ' (statistics)',
  ' : globalstat <listallocs> <maxobjs> <grown> <reaped> <error> <maxfreeable> <freelimit> <nodeallocs> : cpustat <allochit> <allocmiss> <freehit> <freemiss>',
] as const

/** What the line of a cache has more; nothing without slab debugging. Linux: mm/slab.c s_show(). */
export function statisticsText(machine: Machine, cache: kmem_cache): string {
  const counted = statisticsOf(machine, cache.descriptor)
  if (counted === null) return ''
  const globalstat: Columns = [
    [counted.listallocs, 7],
    [counted.maxobjs, 6],
    [counted.grown, 5],
    [counted.reaped, 4],
    [counted.error, 4],
    [counted.maxfreeable, 4],
    [cache.free_limit, 4],
    [counted.nodeallocs, 4],
  ]
  const cpustat: Columns = [
    [counted.allochit, 6],
    [counted.allocmiss, 6],
    [counted.freehit, 6],
    [counted.freemiss, 6],
  ]
  return ` : globalstat ${columns(globalstat)} : cpustat ${columns(cpustat)}`
}

/** Numbers with their widths. */
type Columns = readonly (readonly [value: number, width: number])[]

function columns(numbers: Columns): string {
  return numbers.map(([value, width]) => String(value).padStart(width)).join(' ')
}
