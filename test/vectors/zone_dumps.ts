/** lkml-zone-dumps.json: the marks, reserves and list limits of zones on users' machines, in reports of no memory. */
import * as v from 'valibot'
import {
  init_per_zone_pages_min,
  setup_per_zone_pages_min,
  Zone,
  ZONE_NORMAL,
  zone_sizes_init,
} from '#kernel/page/zone.ts'
import { Input, type Actual } from './compare.ts'
import { NotCompared } from './not_compared.ts'
import { itemsOf, nothingExempt, type JsonObject, type Reader } from './reader.ts'

const zoneShape = v.looseObject({
  min_kb: v.number(),
  present_kb: v.number(),
  free_kb: v.optional(v.number()),
  free_area: v.optional(v.array(v.number())),
})
type ZoneTold = v.InferOutput<typeof zoneShape>

const limits = v.looseObject({ hot: v.array(v.number()), cold: v.array(v.number()) })

const record = v.looseObject({
  id: v.string(),
  kernel: v.string(),
  note: v.optional(v.string(), ''),
  pcp: v.record(v.string(), limits),
  zones: v.record(v.string(), zoneShape),
})
type Dump = v.InferOutput<typeof record>

/** What was measured, without the words around it. */
const object = v.custom<JsonObject>((value) => typeof value === 'object' && value !== null)
const measured = v.looseObject({ pcp: object, zones: object })

const KILOBYTES_IN_PAGE = 4
/** Since then the lists of single pages are longer. All else that is told here has stayed. */
const LONGER_LISTS = 12

/** The zones of a machine with so much memory. */
function zonesOf(told: Dump['zones']): Zone[] {
  const kilobytes = Object.values(told).reduce((sum, zone) => sum + zone.present_kb, 0)
  const highmem = (told['HighMem']?.present_kb ?? 0) > 0
  let start = 0
  const zones = zone_sizes_init(kilobytes / KILOBYTES_IN_PAGE, highmem).map((pages, index) => {
    start += pages
    return new Zone(index, start - pages, pages, 0, 1)
  })
  init_per_zone_pages_min(zones)
  return zones
}

/** What a user had written to min_free_kbytes, which only the mark of zone Normal tells. */
function raisedReserve([dma, normal]: readonly Zone[], told: Dump['zones']): number {
  const low = (dma?.present_pages ?? 0) + (normal?.present_pages ?? 0)
  const min = (told['Normal']?.min_kb ?? 0) / KILOBYTES_IN_PAGE
  return Math.ceil((min * low) / (normal?.present_pages ?? 1)) * KILOBYTES_IN_PAGE
}

function answer(dump: Dump): Actual {
  const zones = zonesOf(dump.zones)
  const raised = dump.note.includes('min_free_kbytes')
  if (raised) setup_per_zone_pages_min(zones, raisedReserve(zones, dump.zones))
  const named = (name: string): Zone | undefined => zones.find((zone) => zone.name === name)
  return {
    pcp: fromEntries(dump.pcp, (told, name) => describeLists(dump, told, named(name))),
    zones: fromEntries(dump.zones, (told, name) => {
      const zone = named(name)
      const given = raised && zone?.index === ZONE_NORMAL
      return zone === undefined ? null : describeZone(zone, told, given)
    }),
  }
}

function fromEntries<Told>(
  all: { readonly [name: string]: Told },
  describe: (told: Told, name: string) => Actual,
): { [name: string]: Actual } {
  return Object.fromEntries(Object.entries(all).map(([name, told]) => [name, describe(told, name)]))
}

function describeLists(
  { kernel }: Dump,
  { hot, cold }: v.InferOutput<typeof limits>,
  zone: Zone | undefined,
): Actual {
  if (zone === undefined) return null
  const [ours, oursCold] = zone.pcp
  const later = Number(/^2\.6\.(\d+)/.exec(kernel)?.[1]) >= LONGER_LISTS
  if (later && ours.batch > 1) {
    return { hot: new NotCompared(hot, 'batch'), cold: new NotCompared(cold, 'batch') }
  }
  return {
    hot: [ours.low, ours.high, ours.batch],
    cold: [oursCold.low, oursCold.high, oursCold.batch],
  }
}

function describeZone(zone: Zone, told: ZoneTold, minGiven: boolean): Actual {
  const kilobytes = (pages: number): number => pages * KILOBYTES_IN_PAGE
  return {
    min_kb: minGiven ? new Input(told.min_kb) : kilobytes(zone.pages_min),
    low_kb: kilobytes(zone.pages_low),
    high_kb: kilobytes(zone.pages_high),
    present_kb: kilobytes(zone.present_pages),
    lowmem_reserve: [...zone.lowmem_reserve],
    ...(told.free_kb === undefined ? {} : { free_kb: freeKilobytes(zone, told) }),
    ...(told.free_area === undefined
      ? {}
      : { free_area: new NotCompared(told.free_area, 'pages') }),
  }
}

/** As many pages are free as the free blocks have. */
function freeKilobytes(zone: Zone, { free_area, free_kb }: ZoneTold): Actual {
  if (zone.present_pages === 0) return 0
  if (free_area === undefined) return new NotCompared(free_kb ?? null, 'pages')
  return free_area.reduce((sum, blocks, order) => sum + (blocks << order), 0) * KILOBYTES_IN_PAGE
}

export const zoneDumpsReader: Reader = {
  format: 'zone_dumps',
  lists: ['header', 'dumps'],
  fileName: /^lkml-zone-dumps/,
  recognises: (document) => v.is(record, itemsOf(document, 'dumps')[0]),
  records: (document) =>
    itemsOf(document, 'dumps').map((candidate) => {
      const dump = v.parse(record, candidate)
      const { pcp, zones } = v.parse(measured, candidate)
      return {
        name: dump.id,
        expected: { pcp, zones },
        notSimulated: null,
        exemption: nothingExempt,
        run: () => answer(dump),
      }
    }),
}
