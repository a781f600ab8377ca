/** buddy_traces.json: page allocations on a booted machine, with the frames they got and all lists before. */
import * as v from 'valibot'
import type { Kernel } from '#kernel/index.ts'
import type { Zone } from '#kernel/page/zone.ts'
import { Input, type Actual } from './compare.ts'
import { kswapdWakeUps } from './events.ts'
import { bootFor, listReader } from './reader.ts'
import { drainPageLists, freeLists } from './zones.ts'

const integer = v.pipe(v.number(), v.integer())
const allocation = v.looseTuple([v.literal('+'), integer, integer, integer])
const release = v.looseTuple([v.literal('-'), integer, integer])

const record = v.looseObject({
  seed: v.number(),
  mem_mb: v.number(),
  pcp: v.picklist([0, 1]),
  ops: v.array(v.union([allocation, release])),
  start_lists: v.array(v.unknown()),
})
type Trace = v.InferOutput<typeof record>

/** The line of build and processor. */
const LINE = 32

/** Empties the per-CPU lists and sets their marks so that they are never filled again. */
function switchOffPageLists(kernel: Kernel): void {
  drainPageLists(kernel.machine)
  for (const { pcp } of kernel.machine.zones) {
    for (const list of pcp) {
      list.low = -1
      list.high = 0
    }
  }
}

function zoneState(zone: Zone): Actual {
  const [hot, cold] = zone.pcp
  return {
    zone: zone.name,
    free_pages: zone.free_pages,
    pages_low: zone.pages_low,
    pcp_batch: hot.batch,
    pcp_hot_low: hot.low,
    pcp_hot_high: hot.high,
    pcp_hot_count: hot.count,
    pcp_cold_count: cold.count,
    nr_free: [...zone.nr_free],
  }
}

function listState({ machine }: Kernel, zone: Zone): Actual {
  return {
    zone: zone.name,
    start_pfn: zone.zone_start_pfn,
    free: freeLists(machine, zone),
    pcp_hot: machine.pages.list(zone.pcp[0].head),
    pcp_cold: machine.pages.list(zone.pcp[1].head),
  }
}

/** Each allocation with the frame it got and how often kswapd was woken for it. */
function play(kernel: Kernel, ops: Trace['ops']): Actual[] {
  const frames = new Map<number, number>()
  const wakeUps = kswapdWakeUps(kernel)
  return ops.map((op) => {
    if (op[0] === '-') {
      kernel.__free_pages(frames.get(op[1]) ?? -1, op[2])
      return [op[0], op[1], op[2]].map((value) => new Input(value))
    }
    const [, id, order, gfp] = op
    const frame = kernel.alloc_pages(gfp, order) ?? -1
    frames.set(id, frame)
    return [...[op[0], id, order, gfp].map((value) => new Input(value)), frame, wakeUps()]
  })
}

function answer({ seed, mem_mb, pcp, ops }: Trace): Actual {
  const kernel = bootFor({ l1: LINE, cache_line: LINE, mem_mb })
  const { zones } = kernel.machine
  if (pcp === 0) switchOffPageLists(kernel)
  return {
    seed: new Input(seed),
    mem_mb: new Input(mem_mb),
    pcp: new Input(pcp),
    start: zones.map(zoneState),
    start_lists: zones
      .filter((zone) => zone.present_pages > 0)
      .map((zone) => listState(kernel, zone)),
    ops: play(kernel, ops),
    end: zones.map(zoneState),
  }
}

export const buddyTracesReader = listReader({
  format: 'buddy_traces',
  list: 'traces',
  fileName: /^buddy_traces/,
  record,
  answering: (trace) => ({
    name: `${trace.mem_mb} MB, seed ${trace.seed}${trace.pcp === 0 ? ', no per-CPU lists' : ''}`,
    run: () => answer(trace),
  }),
})
