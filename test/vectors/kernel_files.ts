/** Files measured inside a booted kernel: each of their sections becomes one or several records. */
import * as v from 'valibot'
import type { kmem_cache } from '#kernel/index.ts'
import { lowmem_reserve_ratio } from '#kernel/page/zone.ts'
import type { Actual, Json } from './compare.ts'
import { replayBuddy } from './kernel_buddy.ts'
import { describeCaches, withCaches } from './kernel_caches.ts'
import { geometryOf } from './kernel_geometry.ts'
import { replayKmalloc } from './kernel_kmalloc.ts'
import {
  describeConstants,
  describeLayout,
  describeMessages,
  memoryMessages,
} from './kernel_layout.ts'
import { isMeasured, MeasuredMachine } from './kernel_machine.ts'
import {
  buddyinfoRows,
  describeBuddyinfo,
  describeMeminfo,
  describeSlabinfo,
  meminfoRows,
  slabinfoRows,
} from './kernel_proc.ts'
import { replayTrace } from './kernel_traces.ts'
import { replayZones } from './kernel_zones.ts'
import {
  itemsOf,
  nothingExempt,
  textsOf,
  type JsonObject,
  type Reader,
  type VectorRecord,
} from './reader.ts'

/** A record of a section that the file has. */
function record(group: string, expected: Json, run: () => Actual, name = group): VectorRecord {
  return { name, group, expected, notSimulated: null, exemption: nothingExempt, run }
}

/** The sections that are compared together, and the records that they become. */
const parts: readonly (readonly [
  sections: readonly string[],
  records: (document: JsonObject, measured: MeasuredMachine) => VectorRecord[],
])[] = [
  [['traces'], traces],
  [['cache_geometry'], geometry],
  [['zones', 'buddy'], pageAllocations],
  [['all_caches', 'general_caches', 'kmalloc', 'proc_slabinfo'], caches],
  [['constants', 'layout', 'boot_log_memory_lines'], machineItself],
  [['proc_meminfo', 'proc_buddyinfo', 'proc_slabinfo'], proc],
  [['proc_lowmem_reserve_ratio', 'proc_min_free_kbytes'], settings],
]

/** Some files have only some of the sections. */
function records(document: JsonObject): VectorRecord[] {
  const measured = new MeasuredMachine(document)
  return parts
    .filter(([sections]) => sections.every((section) => document[section] !== undefined))
    .flatMap(([, recordsOf]) => recordsOf(document, measured))
}

function traces({ traces: all = {} }: JsonObject, measured: MeasuredMachine): VectorRecord[] {
  return Object.entries(all ?? {}).map(([name, expected]) =>
    record(
      'traces',
      expected,
      () => replayTrace(measured.booted(), name, expected),
      `trace ${name}`,
    ),
  )
}

function geometry(document: JsonObject, measured: MeasuredMachine): VectorRecord[] {
  const rows = itemsOf(document, 'cache_geometry')
  const run = (): Actual => {
    const kernel = measured.booted()
    return rows.map((row) => geometryOf(kernel, row))
  }
  return [record('cache_geometry', rows, run)]
}

/** The zones over time: first through single allocations, then, where they are recorded, through random ones. */
function pageAllocations(document: JsonObject, measured: MeasuredMachine): VectorRecord[] {
  const { buddy_random } = document
  const random = buddy_random !== undefined
  const [zones, lists] = [itemsOf(document, 'zones'), itemsOf(document, 'buddy_lists')]
  const isRandom = (row: Json): boolean => random && AFTER_RANDOM.includes(tagOf(row))
  const single = {
    zones: zones.filter((row) => !isRandom(row)),
    buddy: itemsOf(document, 'buddy'),
    buddy_lists: lists.filter((row) => tagOf(row) === 'rand0'),
  }
  const first = record('zones and buddy', single, () => replayZones(measured, single))
  if (!random) return [first]
  const expected = { buddy_random, buddy_lists: lists, zones: zones.filter(isRandom) }
  return [first, record('buddy_random', expected, () => replayBuddy(measured, expected))]
}

function caches(document: JsonObject, measured: MeasuredMachine): VectorRecord[] {
  const all = itemsOf(document, 'all_caches')
  const general = itemsOf(document, 'general_caches')
  const kmalloc = itemsOf(document, 'kmalloc')
  const slabinfo = textsOf(document, 'proc_slabinfo')
  return [
    record('general_caches', general, () => {
      const kernel = withCaches(measured, all)
      const caches = kernel.malloc_sizes.flatMap((size) => [size.cs_cachep, size.cs_dmacachep])
      return describeCaches(kernel, caches, general)
    }),
    record('all_caches', all, () => {
      const kernel = withCaches(measured, all)
      return describeCaches(kernel, kernel.caches(), all)
    }),
    record('kmalloc', kmalloc, () => replayKmalloc(withCaches(measured, all), general, kmalloc)),
    record('proc_slabinfo', slabinfoRows(slabinfo), () => {
      const kernel = withCaches(measured, all)
      const unused = kernel.caches().filter(({ name }) => neverUsed(general, name))
      replayKmalloc(kernel, general, kmalloc)
      const known = (cache: kmem_cache): boolean =>
        cache.name === 'kmem_cache' || unused.includes(cache)
      return describeSlabinfo(kernel, known, slabinfo)
    }),
  ]
}

/** General caches without a slab when the machine had booted: only `kmalloc` has used them then. */
function neverUsed(general: readonly Json[], name: string): boolean {
  const unused = v.looseObject({
    name: v.literal(name),
    full: v.literal(0),
    partial: v.literal(0),
    free: v.literal(0),
  })
  return general.some((row) => v.is(unused, row))
}

const object = v.custom<JsonObject>((value) => typeof value === 'object' && value !== null)

function machineItself(document: JsonObject, measured: MeasuredMachine): VectorRecord[] {
  const constants = v.parse(object, document['constants'])
  const layout = v.parse(object, document['layout'])
  const messages = textsOf(document, 'boot_log_memory_lines')
  return [
    record('constants', constants, () => describeConstants(measured.booted(), constants)),
    record('layout', layout, () => describeLayout(measured.booted(), layout)),
    record('boot_log_memory_lines', memoryMessages(messages), () =>
      describeMessages(measured.booted()),
    ),
  ]
}

function proc(document: JsonObject, measured: MeasuredMachine): VectorRecord[] {
  const meminfo = textsOf(document, 'proc_meminfo')
  const buddyinfo = textsOf(document, 'proc_buddyinfo')
  const slabinfo = textsOf(document, 'proc_slabinfo')
  return [
    record('proc_meminfo', meminfoRows(meminfo), () =>
      describeMeminfo(measured.booted(), { meminfo, buddyinfo }, slabinfo),
    ),
    record('proc_buddyinfo', buddyinfoRows(buddyinfo), () =>
      describeBuddyinfo(measured.booted(), buddyinfo),
    ),
  ]
}

function settings(document: JsonObject, measured: MeasuredMachine): VectorRecord[] {
  const ratios = textsOf(document, 'proc_lowmem_reserve_ratio')
  const least = textsOf(document, 'proc_min_free_kbytes')
  return [
    record('proc_lowmem_reserve_ratio', ratios, () => [lowmem_reserve_ratio.join('\t')]),
    record('proc_min_free_kbytes', least, () => [
      String(measured.booted().machine.min_free_kbytes),
    ]),
  ]
}

/** Tags of the rows that follow from the random operations. */
const AFTER_RANDOM = ['rand1', 'rand2', 'end']

const tagged = v.looseObject({ tag: v.string() })

function tagOf(row: Json): string {
  return v.parse(tagged, row).tag
}

const PAGE_TABLES = 'page tables and vmalloc are not simulated yet'
const NO_MEMORY = 'not about the allocators'

export const kernelFilesReader: Reader = {
  format: 'kernel',
  lists: [
    'header',
    'traces_note',
    'buddy_random',
    'buddy_lists',
    ...parts.flatMap(([lists]) => lists),
  ],
  leftOut: {
    page_walks: PAGE_TABLES,
    vmalloc: PAGE_TABLES,
    proc_version: NO_MEMORY,
    proc_iomem: NO_MEMORY,
    proc_cpuinfo: NO_MEMORY,
    proc_vmstat: 'counters of the whole kernel are not simulated',
  },
  fileName: /^linux-2\.6\.11/,
  recognises: isMeasured,
  records,
}
