/** lkml-slabinfo-dumps.json: /proc/slabinfo of users' machines. What a cache is cut into does not depend on its use. */
import * as v from 'valibot'
import { SLAB_HWCACHE_ALIGN, type Kernel } from '#kernel/index.ts'
import { s_show } from '#kernel/proc/slabinfo.ts'
import { Input, type Actual } from './compare.ts'
import { bootFor, itemsOf, nothingExempt, type Reader, type VectorRecord } from './reader.ts'

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
})
type Dump = v.InferOutput<typeof dump>

/** Why a dump is of another kernel than ours, or null. */
function otherKernel({ kernel, arch }: Dump): string | null {
  const version = Number(/^2\.6\.(\d+)/.exec(kernel)?.[1])
  if (!(version <= 11)) return `another kernel: ${kernel}`
  return arch === 'i386' ? null : `another architecture: ${arch}`
}

/** The lines of build and processor: the size classes that exist tell the first, the users' notes the same of both. */
function line({ general }: Dump): number {
  const names = general.map(([name]) => name)
  if (names.includes('size-96')) return 32
  return names.includes('size-192') ? 64 : 128
}

type GeneralRow = v.InferOutput<typeof generalRow>

/** Geometry and tunables of a general cache. How many objects it had was the user's business. */
function generalAnswer(kernel: Kernel, [name]: GeneralRow, smp: boolean): Actual {
  const cache = kernel.caches().find((candidate) => candidate.name === name)
  if (cache === undefined) return null
  const row = s_show(kernel.machine, cache)
  const { objsize, objperslab, pagesperslab, limit, batchcount, sharedfactor } = row
  const common = [new Input(name), objsize, objperslab, pagesperslab, limit, batchcount]
  return smp ? common : [...common, sharedfactor]
}

/** The columns that are compared. With more processors there are objects in shared arrays. */
function generalColumns(row: GeneralRow, smp: boolean): (string | number)[] {
  return [row[0], ...row.slice(3, smp ? 8 : 9)]
}

/** How far below its rounded size the raw size of an object may lie. */
const MOST_ROUNDING = 128

/**
 * A dump tells the rounded size only. Some raw size, aligned to the line or not, must give the row; where raw sizes
 * differ in what they give, the row's own number is taken.
 */
function otherAnswer(kernel: Kernel, [name, objsize, num, pages]: v.InferOutput<typeof otherRow>) {
  const found = new Map<string, [number, number]>()
  for (const flags of [0, SLAB_HWCACHE_ALIGN]) {
    for (let size = objsize; size > Math.max(3, objsize - MOST_ROUNDING); size--) {
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

function recordsOf(document: Dump): VectorRecord[] {
  const machine = () => {
    const lineOfBoth = line(document)
    return bootFor({ l1: lineOfBoth, cache_line: lineOfBoth, mem_mb: 256 })
  }
  const common = { notSimulated: otherKernel(document), exemption: nothingExempt }
  const smp = !document.smp.startsWith('UP')
  const general = document.general.map((row): VectorRecord => {
    const descriptor = smp && row[0] === 'kmem_cache'
    return {
      ...common,
      notSimulated:
        common.notSimulated ??
        (descriptor ? 'another machine: descriptors for more than one processor' : null),
      name: `${document.id} ${row[0]}`,
      group: 'general',
      expected: generalColumns(row, smp),
      run: () => generalAnswer(machine(), row, smp),
    }
  })
  const other = document.other.map((row): VectorRecord => ({
    ...common,
    name: `${document.id} ${row[0]}`,
    group: 'other',
    expected: row,
    run: () => otherAnswer(machine(), row),
  }))
  return [...general, ...other]
}

export const slabinfoDumpsReader: Reader = {
  format: 'slabinfo_dumps',
  lists: ['header', 'dumps'],
  fileName: /^lkml-slabinfo/,
  recognises: (document) => v.is(dump, itemsOf(document, 'dumps')[0]),
  records: (document) =>
    itemsOf(document, 'dumps').flatMap((candidate) => recordsOf(v.parse(dump, candidate))),
}
