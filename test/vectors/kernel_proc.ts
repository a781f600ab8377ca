/**
 * `proc_*` of the kernel files: the texts of /proc/meminfo, buddyinfo and slabinfo. Each line is compared twice: its
 * layout, with the numbers of the file in it, and its names and numbers by themselves.
 */
import * as v from 'valibot'
import type { kmem_cache, Kernel } from '#kernel/index.ts'
import { buddyinfo } from '#kernel/proc/buddyinfo.ts'
import { meminfoFigures, meminfoLine } from '#kernel/proc/meminfo.ts'
import { SLABINFO_HEAD, slabinfoLine, s_show, type SlabinfoRow } from '#kernel/proc/slabinfo.ts'
import type { Actual, Json } from './compare.ts'
import { NotCompared } from './not_compared.ts'

const BUDDYINFO = /^Node 0, zone +(\w+) (.*)$/
const MEMINFO = /^(\w+): +(\d+) kB$/

/** The lines of buddyinfo with what stands in them. */
export function buddyinfoRows(lines: readonly string[]): Json[] {
  return lines.map((line) => {
    const [, zone = '', counts = ''] = BUDDYINFO.exec(line) ?? []
    return { line, zone, free: counts.trim().split(/ +/).map(Number) }
  })
}

/** Gives the zones of a machine so many free blocks as the file tells. */
function useBlocks({ machine }: Kernel, lines: readonly string[]): void {
  for (const line of lines) {
    const [, name, counts = ''] = BUDDYINFO.exec(line) ?? []
    const zone = machine.zones.find((candidate) => candidate.name === name)
    if (zone === undefined) continue
    zone.nr_free.set(counts.trim().split(/ +/).map(Number))
    zone.free_pages = zone.nr_free.reduce((sum, blocks, order) => sum + (blocks << order), 0)
  }
}

export function describeBuddyinfo(kernel: Kernel, lines: readonly string[]): Actual {
  useBlocks(kernel, lines)
  const zones = kernel.machine.zones.filter(({ present_pages }) => present_pages > 0)
  const text = buddyinfo(kernel.machine).split('\n')
  return zones.map(({ name, nr_free }, i) => ({
    line: text[i] ?? null,
    zone: name,
    free: new NotCompared([...nr_free], 'pages'),
  }))
}

/** The lines of meminfo with what stands in them. */
export function meminfoRows(lines: readonly string[]): Json[] {
  return lines.map((line) => {
    const [, name = '', kilobytes] = MEMINFO.exec(line) ?? []
    return { line, name, kilobytes: Number(kilobytes) }
  })
}

/** What the kernel's image, the first processes and their files take. */
const UNKNOWN_FIGURES: { readonly [name: string]: 'image' | 'processes' } = {
  MemTotal: 'image',
  Cached: 'processes',
  Active: 'processes',
  Inactive: 'processes',
  Mapped: 'processes',
  Committed_AS: 'processes',
  PageTables: 'processes',
}

/** All figures follow from how much memory there is, which blocks of it are free, and which slabs there are. */
export function describeMeminfo(
  kernel: Kernel,
  told: { readonly meminfo: readonly string[]; readonly buddyinfo: readonly string[] },
  slabinfo: readonly string[],
): Actual {
  const { machine } = kernel
  const values = new Map(
    told.meminfo.map((line) => {
      const [, name = '', kilobytes] = MEMINFO.exec(line) ?? []
      return [name, Number(kilobytes)]
    }),
  )
  useBlocks(kernel, told.buddyinfo)
  machine.totalram_pages = (values.get('MemTotal') ?? 0) / 4
  machine.nr_slab = slabPages(slabinfo)
  return [...meminfoFigures(machine)].map(([name, kilobytes]) => {
    const value = values.get(name) ?? NaN
    const reason = UNKNOWN_FIGURES[name] ?? (name === 'Slab' && smp(kernel) ? 'moment' : null)
    return {
      line: meminfoLine(name, value),
      name,
      kilobytes: reason === null ? kilobytes : new NotCompared(value, reason),
    }
  })
}

function smp(kernel: Kernel): boolean {
  return kernel.machine.cpus.length > 1
}

const SLABINFO =
  /^(\S+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) : tunables +(\d+) +(\d+) +(\d+) : slabdata +(\d+) +(\d+) +(\d+)$/

const number = v.number()
const columns = v.strictTuple([
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
])

/** One line of slabinfo in numbers; null for the lines at the top. */
function parseSlabinfo(line: string): SlabinfoRow | null {
  const [, name, ...digits] = SLABINFO.exec(line) ?? []
  if (name === undefined) return null
  const [active_objs, num_objs, objsize, objperslab, pagesperslab, ...rest] = v.parse(
    columns,
    digits.map(Number),
  )
  const [limit, batchcount, sharedfactor, active_slabs, num_slabs, sharedavail] = rest
  return {
    name,
    active_objs,
    num_objs,
    objsize,
    objperslab,
    pagesperslab,
    limit,
    batchcount,
    sharedfactor,
    active_slabs,
    num_slabs,
    sharedavail,
  }
}

function slabPages(lines: readonly string[]): number {
  return lines.reduce((sum, line) => {
    const row = parseSlabinfo(line)
    return sum + (row === null ? 0 : row.num_slabs * row.pagesperslab)
  }, 0)
}

/** The lines of slabinfo with what stands in them. */
export function slabinfoRows(lines: readonly string[]): Json[] {
  return lines.map((line) => ({ line, ...parseSlabinfo(line) }))
}

/** `known`: the caches whose objects the simulator can tell, because only what the file records has used them. */
export function describeSlabinfo(
  kernel: Kernel,
  known: (cache: kmem_cache) => boolean,
  lines: readonly string[],
): Actual {
  const rows = kernel.caches().map((cache, i) => {
    const told = parseSlabinfo(lines[i + SLABINFO_HEAD.length] ?? '')
    const row = s_show(kernel.machine, cache)
    if (told === null) return { line: null, ...row }
    const line = slabinfoLine(told)
    return known(cache) ? { line, ...row } : { line, ...row, ...unknownCounts(kernel, told, row) }
  })
  return [...SLABINFO_HEAD.map((line) => ({ line })), ...rows]
}

/** Every slab has its objects, and where no slab is in use no object is; on one processor nothing is shared. */
function unknownCounts(
  kernel: Kernel,
  told: SlabinfoRow,
  { objperslab }: SlabinfoRow,
): { [column: string]: Actual } {
  const { active_objs, active_slabs, num_slabs, sharedavail } = told
  return {
    active_objs: active_slabs === 0 ? 0 : new NotCompared(active_objs, 'users'),
    num_objs: num_slabs * objperslab,
    active_slabs: new NotCompared(active_slabs, 'users'),
    num_slabs: new NotCompared(num_slabs, 'users'),
    sharedavail: smp(kernel) ? new NotCompared(sharedavail, 'users') : 0,
  }
}
