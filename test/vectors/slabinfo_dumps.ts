/** lkml-slabinfo-dumps.json: /proc/slabinfo of users' machines. What a cache is cut into does not depend on its use. */
import * as v from 'valibot'
import { sharedArrayOf, SLAB_HWCACHE_ALIGN, type Kernel } from '#kernel/index.ts'
import { BYTES_PER_WORD } from '#kernel/layout.ts'
import { meminfoFigures } from '#kernel/proc/meminfo.ts'
import { s_show } from '#kernel/proc/slabinfo.ts'
import { Input, type Actual, type Json } from './compare.ts'
import { NotCompared } from './not_compared.ts'
import { bootFor, itemsOf, nothingExempt } from './reader.ts'
import type { Configuration, Reader, VectorRecord } from './reader.ts'

const count = v.number()
/** Name, active_objs, num_objs, objsize, objperslab, pagesperslab, limit, batchcount, sharedfactor, slabs. */
const generalRow = v.tuple([
  v.string(),
  count,
  count,
  count,
  count,
  count,
  count,
  count,
  count,
  count,
  count,
])
/** Name, objsize, objperslab, pagesperslab. */
const otherRow = v.tuple([v.string(), count, count, count])

const dump = v.looseObject({
  id: v.string(),
  kernel: v.string(),
  arch: v.string(),
  smp: v.string(),
  general: v.array(generalRow),
  other: v.optional(v.array(otherRow), []),
  meminfo_kb: v.optional(v.record(v.string(), count)),
  shared_avail: v.optional(v.record(v.string(), count)),
})
type Dump = v.InferOutput<typeof dump>

/** The last version of Linux 2.6 with links of two bytes in slabs. Those with four hold fewer small objects. */
const LAST_WITH_SHORT_LINKS = 11

/** Why a dump is of another kernel than ours, or null. */
function otherKernel({ kernel, arch }: Dump): string | null {
  const version = Number(/^2\.6\.(\d+)/.exec(kernel)?.[1])
  if (!(version <= LAST_WITH_SHORT_LINKS)) return `${kernel} has longer links in its slabs`
  return arch === 'i386' ? null : `another architecture: ${arch}`
}

/** The lines of build and processor: the size classes that exist tell the first, the users' notes the same of both. */
function line({ general }: Dump): number {
  const names = general.map(([name]) => name)
  if (names.includes('size-96')) return 32
  return names.includes('size-192') ? 64 : 128
}

type GeneralRow = v.InferOutput<typeof generalRow>

/** A general cache. How many objects and slabs it had was the user's business, but every slab has all of its objects. */
function generalAnswer(kernel: Kernel, told: GeneralRow): Actual {
  const [name, active_objs, , , , , , , , active_slabs, num_slabs] = told
  const cache = kernel.caches().find((candidate) => candidate.name === name)
  if (cache === undefined) return null
  const row = s_show(kernel.machine, cache)
  const { objsize, objperslab, pagesperslab, limit, batchcount, sharedfactor } = row
  return [
    new Input(name),
    active_slabs === 0 ? 0 : new NotCompared(active_objs, 'users'),
    num_slabs * objperslab,
    objsize,
    objperslab,
    pagesperslab,
    limit,
    batchcount,
    sharedfactor,
    new NotCompared(active_slabs, 'users'),
    new NotCompared(num_slabs, 'users'),
  ]
}

/**
 * Figures of meminfo. What is not high memory is low memory, and with high memory the area for vmalloc has one size;
 * without, it ends where the build's pages at fixed addresses begin.
 */
function meminfoAnswer({ machine }: Kernel, told: { readonly [name: string]: number }): Actual {
  const { MemTotal = 0, MemFree = 0, HighTotal = 0, HighFree = 0 } = told
  const vmalloc = meminfoFigures(machine).get('VmallocTotal') ?? null
  const followed: { readonly [name: string]: Actual } = {
    MemTotal: new NotCompared(MemTotal, 'firmware'),
    HighTotal: HighTotal === 0 ? 0 : new NotCompared(HighTotal, 'firmware'),
    LowTotal: MemTotal - HighTotal,
    LowFree: MemFree - HighFree,
    VmallocTotal:
      HighTotal > 0 ? vmalloc : new NotCompared(told['VmallocTotal'] ?? null, 'fixedPages'),
  }
  return Object.fromEntries(
    Object.entries(told).map(([name, value]) => [
      name,
      followed[name] ?? new NotCompared(value, 'users'),
    ]),
  )
}

/** Objects in shared arrays: never more than these hold. */
function sharedAnswer(kernel: Kernel, told: { readonly [name: string]: number }): Actual {
  return Object.fromEntries(
    Object.entries(told).map(([name, avail]) => {
      const cache = kernel.caches().find((candidate) => candidate.name === name)
      const shared = cache === undefined ? null : sharedArrayOf(kernel, cache)
      const full = avail === shared?.limit
      return [name, full ? shared.limit : new NotCompared(avail, 'users')]
    }),
  )
}

/** How far below its rounded size the raw size of an object may lie. Every size is rounded up to whole words. */
const MOST_ROUNDING = 128

/**
 * A dump tells the rounded size only. Some raw size, aligned to the line or not, must give the row; where raw sizes
 * differ in what they give, the row's own number is taken.
 */
function otherAnswer(kernel: Kernel, [name, objsize, num, pages]: v.InferOutput<typeof otherRow>) {
  const found = new Map<string, [number, number]>()
  for (const flags of [0, SLAB_HWCACHE_ALIGN]) {
    for (let size = objsize; size > Math.max(3, objsize - MOST_ROUNDING); size -= BYTES_PER_WORD) {
      const cache = kernel.kmem_cache_create(name, size, 0, flags)
      if (cache?.objsize === objsize) {
        const geometry: [number, number] = [cache.num, 1 << cache.gfporder]
        found.set(geometry.join(), geometry)
      }
      kernel.kmem_cache_destroy(cache)
    }
  }
  const [first] = found.values()
  if (first === undefined) return null
  const known = found.size > 1 && found.has([num, pages].join())
  return [
    new Input(name),
    objsize,
    ...(known ? [new Input(num), new Input(pages)] : first),
  ] satisfies Actual[]
}

/** Like `UP`, or `SMP (NR_CPUS=4, two Xeon 2.80GHz)`. */
function processors({ smp }: Dump): Pick<Configuration, 'cpus' | 'nrCpus'> {
  const nrCpus = /NR_CPUS=(\d+)/.exec(smp)?.[1]
  return nrCpus === undefined ? {} : { cpus: 2, nrCpus: Number(nrCpus) }
}

function recordsOf(document: Dump): VectorRecord[] {
  const lineOfBoth = line(document)
  const config = { l1: lineOfBoth, cache_line: lineOfBoth, mem_mb: 256, ...processors(document) }
  const machine = (): Kernel => bootFor(config)
  const record = (
    group: string,
    name: string,
    expected: Json,
    run: () => Actual,
  ): VectorRecord => ({
    name: `${document.id} ${name}`,
    group,
    expected,
    notSimulated: otherKernel(document),
    exemption: nothingExempt,
    run,
  })
  const { general, other, meminfo_kb, shared_avail } = document
  const all = [
    ...general.map((row) => record('general', row[0], row, () => generalAnswer(machine(), row))),
    ...other.map((row) => record('other', row[0], row, () => otherAnswer(machine(), row))),
  ]
  if (meminfo_kb !== undefined) {
    const highmem = (meminfo_kb['HighTotal'] ?? 0) > 0
    all.push(
      record('meminfo', 'meminfo', meminfo_kb, () =>
        meminfoAnswer(bootFor({ ...config, mem_mb: 1024, highmem }), meminfo_kb),
      ),
    )
  }
  if (shared_avail !== undefined) {
    all.push(
      record('shared', 'shared arrays', shared_avail, () => sharedAnswer(machine(), shared_avail)),
    )
  }
  return all
}

export const slabinfoDumpsReader: Reader = {
  format: 'slabinfo_dumps',
  lists: ['header', 'dumps'],
  fileName: /^lkml-slabinfo/,
  recognises: (document) => v.is(dump, itemsOf(document, 'dumps')[0]),
  records: (document) =>
    itemsOf(document, 'dumps').flatMap((candidate) => recordsOf(v.parse(dump, candidate))),
}
