/** `buddy_random` of the kernel files, with the rows of `zones` that follow from it: page allocations from the free lists of a machine that has run for a while. */
import * as v from 'valibot'
import { GFP_DMA, GFP_KERNEL } from '#kernel/index.ts'
import type { Machine } from '#kernel/machine.ts'
import { alloc_pages } from '#kernel/page/page_alloc.ts'
import { __free_pages } from '#kernel/page/page_free.ts'
import type { Zone } from '#kernel/page/zone.ts'
import { Input, type Actual } from './compare.ts'
import { describeZone, zoneRow, type ZoneRow } from './kernel_zone_rows.ts'
import type { MeasuredMachine } from './kernel_machine.ts'
import { fillPageLists, freeLists } from './zones.ts'

const pfns = v.array(v.number())
export const pageList = v.variant('event', [
  v.object({
    event: v.literal('freelist'),
    tag: v.string(),
    zone: v.string(),
    order: v.number(),
    pfns,
  }),
  v.object({
    event: v.literal('pcplist'),
    tag: v.string(),
    zone: v.string(),
    which: v.picklist(['hot', 'cold']),
    count: v.number(),
    pfns,
  }),
])
export type PageList = v.InferOutput<typeof pageList>

const allocation = v.tuple([v.literal('A'), v.number(), v.picklist([0, 1]), v.number()])
const release = v.tuple([v.literal('F'), v.number(), v.number()])
export const randomOperation = v.union([allocation, release])
const shape = v.object({
  buddy_random: v.array(randomOperation),
  buddy_lists: v.array(pageList),
  zones: v.array(zoneRow),
})

/** Operations before the lists are told again; afterwards what is left is freed. */
export const RANDOM_OPERATIONS = 600

export function replayBuddy(measured: MeasuredMachine, record: unknown): Actual {
  const { buddy_random, buddy_lists, zones } = v.parse(shape, record)
  const machine = startWith(measured, buddy_lists)
  const told = (tag: string): Actual[] =>
    buddy_lists.filter((row) => row.tag === tag).map((row) => listState(machine, row))
  const zonesOf = (tag: string): Actual[] =>
    zones.filter((row) => row.tag === tag).map((row) => describeZone(machine, row, 'followed'))
  const random = buddy_random.slice(0, RANDOM_OPERATIONS).map((op) => operate(machine, op))
  const between = told('rand1')
  const zonesBetween = zonesOf('rand1')
  const rest = buddy_random.slice(RANDOM_OPERATIONS).map((op) => operate(machine, op))
  const after = told('rand2')
  const start = buddy_lists.filter(({ tag }) => tag === 'rand0').map(() => new Input(null))
  return {
    buddy_random: [...random, ...rest],
    buddy_lists: [...start, ...between, ...after],
    zones: [...zonesBetween, ...zonesOf('rand2'), ...zonesAtEnd(machine, zones)],
  }
}

/** Until the end only zone Normal is used: what the kernel does for itself never falls back while there is enough. */
function zonesAtEnd(machine: Machine, zones: readonly ZoneRow[]): Actual[] {
  return zones
    .filter(({ tag }) => tag === 'end')
    .map((row) => describeZone(machine, row, row.name === 'Normal' ? 'not known' : 'followed'))
}

/** A machine without anything but its zones, which have the lists of `rand0`. */
function startWith(measured: MeasuredMachine, lists: readonly PageList[]): Machine {
  const machine = measured.bare()
  for (const zone of machine.zones) {
    const own = lists.filter((row) => row.tag === 'rand0' && row.zone === zone.name)
    const free: number[][] = []
    for (const row of own) if (row.event === 'freelist') free[row.order] = row.pfns
    const parked = (which: 'hot' | 'cold'): number[] =>
      own.flatMap((row) => (row.event === 'pcplist' && row.which === which ? row.pfns : []))
    fillPageLists(machine, zone, { free, hot: parked('hot'), cold: parked('cold') })
  }
  return machine
}

function operate(
  machine: Machine,
  op: v.InferOutput<typeof shape>['buddy_random'][number],
): Actual {
  if (op[0] === 'F') {
    __free_pages(machine, op[2], op[1])
    return op.map((value) => new Input(value))
  }
  const [, order, dma] = op
  const frame = alloc_pages(machine, dma === 1 ? GFP_KERNEL | GFP_DMA : GFP_KERNEL, order)
  return [new Input('A'), new Input(order), new Input(dma), frame]
}

function listState(machine: Machine, row: PageList): Actual {
  const zone = machine.zones.find(({ name }) => name === row.zone)
  if (zone === undefined) return null
  const given = { event: new Input(row.event), tag: new Input(row.tag), zone: new Input(row.zone) }
  if (row.event === 'freelist') {
    return { ...given, order: new Input(row.order), pfns: freeLists(machine, zone)[row.order]! }
  }
  const pcp = listOf(zone, row.which)
  return {
    ...given,
    which: new Input(row.which),
    count: pcp.count,
    pfns: machine.pages.list(pcp.head),
  }
}

function listOf(zone: Zone, which: 'hot' | 'cold'): Zone['pcp'][number] {
  return which === 'hot' ? zone.pcp[0] : zone.pcp[1]
}
