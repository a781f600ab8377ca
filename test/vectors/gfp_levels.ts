/** gfp_levels.json: how far each mask can drain a machine, and what the allocation does that does not succeed at once. */
import * as v from 'valibot'
import { setUpMemory } from '#kernel/boot/mm_init.ts'
import { DEFAULT_SEEKS, KernelPanic, PF_MEMALLOC } from '#kernel/index.ts'
import { NO_PAGE } from '#kernel/layout.ts'
import { Machine } from '#kernel/machine.ts'
import { __rmqueue } from '#kernel/page/buddy.ts'
import { alloc_pages } from '#kernel/page/page_alloc.ts'
import { init_per_zone_pages_min } from '#kernel/page/zone.ts'
import { configurationOf } from '#kernel/profile.ts'
import { startKswapd } from '#kernel/reclaim/kswapd.ts'
import { SWAP_CLUSTER_MAX } from '#kernel/reclaim/scan_control.ts'
import { set_shrinker } from '#kernel/reclaim/shrinkers.ts'
import { Input, type Actual } from './compare.ts'
import { listReader } from './reader.ts'
import { drainPageLists } from './zones.ts'

const flag = v.picklist([0, 1])

const record = v.looseObject({
  mem_mb: v.number(),
  config_highmem: flag,
  mask: v.string(),
  gfp: v.number(),
  order: v.number(),
  pcp: flag,
  PF_MEMALLOC: flag,
  rt_task: flag,
  phases: v.array(v.unknown()),
})
type Row = v.InferOutput<typeof record>

/** The line of build and processor. */
const LINE = 32

/** The largest blocks, and how many pages above a mark every call is made. */
const BLOCK_ORDER = 10
const BLOCK = 1 << BLOCK_ORDER
const NEAR = 512

interface Booted {
  readonly machine: Machine
  /** Puts all pages where they were at the end of boot. */
  readonly restore: () => void
}

const machines = new Map<string, Booted>()

/** The machine of a row when its page allocator is up, and the slab allocator is not. Machines are kept. */
function machineFor({ mem_mb, config_highmem }: Row): Machine {
  const name = `${mem_mb}/${config_highmem}`
  const booted = machines.get(name) ?? bootPages(mem_mb, config_highmem === 1)
  machines.set(name, booted)
  booted.machine.reset()
  booted.restore()
  init_per_zone_pages_min(booted.machine.zones)
  startKswapd(booted.machine)
  return booted.machine
}

/** Boot takes a while with much high memory, so it is done once, and what it did to the pages is kept. */
function bootPages(megabytes: number, highmem: boolean): Booted {
  const options = { megabytes, highmem, kernelLine: LINE, cpuLine: LINE }
  const machine = new Machine(configurationOf(options), {})
  setUpMemory(machine)
  const { flags, _count, private: orders, lru_next, lru_prev } = machine.pages
  const arrays = [flags, _count, orders, lru_next, lru_prev].map((array) => [array, array.slice()])
  const free = machine.zones.map(({ free_pages }) => free_pages)
  const counts = machine.zones.map((zone) => [...zone.nr_free])
  const lists = machine.zones.map((zone) => zone.pcp.map(({ count }) => count))
  const restore = (): void => {
    machine.makeZones()
    for (const [array, kept] of arrays) array?.set(kept ?? [])
    for (const [index, zone] of machine.zones.entries()) {
      zone.free_pages = free[index] ?? 0
      zone.nr_free.set(counts[index] ?? [])
      for (const [list, pcp] of zone.pcp.entries()) pcp.count = lists[index]?.[list] ?? 0
    }
  }
  return { machine, restore }
}

/** Without the per-CPU lists: what lies in them goes back, and they are never filled again. */
function switchOffPageLists(machine: Machine): void {
  drainPageLists(machine)
  for (const list of machine.zones.flatMap(({ pcp }) => pcp)) {
    list.low = -1
    list.high = 0
  }
}

const freePages = ({ zones }: Machine): number[] => zones.map(({ free_pages }) => free_pages)

/** Thrown to leave an allocation that waits and tries again. */
class Retries extends Error {}

/**
 * Notes when the allocation reclaims memory, which gives nothing back here. With `claims` it is told that something
 * came back all the same.
 */
class Reclaim {
  claims = false
  entered = false
  /** kswapd was woken before that; it runs, and sleeps again, while the allocation waits. */
  kswapdWoken = false
  #since = 0

  constructor(machine: Machine) {
    set_shrinker(machine, DEFAULT_SEEKS, () => {
      const { jiffies } = machine
      const { current } = machine.cpu
      if (current.reclaimed_slab === null || current.pid !== 0) return 0
      if (this.entered && jiffies > this.#since) throw new Retries()
      this.kswapdWoken = machine.kswapd.thread?.woken === true
      this.entered = true
      this.#since = jiffies
      if (this.claims) current.reclaimed_slab += SWAP_CLUSTER_MAX
      return 0
    })
  }
}

/** The frame that an allocation gets at once, or how it goes on. */
function outcome(machine: Machine, { gfp, order }: Row): number | string {
  try {
    const frame = alloc_pages(machine, gfp, order)
    return frame === NO_PAGE ? 'NULL' : frame
  } catch (error) {
    if (error instanceof Retries) return 'wait_and_retry'
    if (error instanceof KernelPanic) return 'oom_kill'
    throw error
  }
}

/** Allocates until a call does not succeed at once, and writes down whenever the zone or the wake-up changes. */
function drain(machine: Machine, row: Row): { [key: string]: Actual } {
  const { thread } = machine.kswapd
  const reclaim = new Reclaim(machine)
  const phases: Actual[] = []
  let last = ''
  for (let allocated = 0; ; allocated++) {
    if (thread !== null) thread.woken = false
    const before = freePages(machine)
    const result = outcome(machine, row)
    const woken = thread?.woken === true || reclaim.kswapdWoken ? 1 : 0
    if (typeof result === 'string') {
      return {
        phases,
        allocated,
        end: reclaim.entered ? 'direct_reclaim' : 'NULL',
        end_free: before,
        end_kswapd_woken: woken,
        if_reclaim_no_progress: result,
        if_reclaim_claims_progress: withClaims(machine, row, reclaim),
      }
    }
    const zone = machine.pages.zone[result] ?? -1
    if (last !== `${zone}/${woken}`) phases.push([allocated, zone, woken, before])
    last = `${zone}/${woken}`
    allocated += skip(machine, zone, row)
  }
}

/**
 * Far above the marks one call is like the other, and there are millions of them: whole blocks are taken instead, for as
 * many calls as move the per-CPU lists round and round. Returns how many calls they stand for.
 */
function skip(machine: Machine, index: number, { order, pcp }: Row): number {
  const zone = machine.zones[index]
  if (zone === undefined) return 0
  const blocks = order === 0 && pcp === 1 ? zone.pcp[0].batch / gcd(zone.pcp[0].batch, BLOCK) : 1
  const enough = zone.pages_low + Math.max(...zone.lowmem_reserve) + NEAR
  if (zone.free_pages - blocks * BLOCK <= enough || (zone.nr_free[BLOCK_ORDER] ?? 0) < blocks)
    return 0
  for (let block = 0; block < blocks; block++) __rmqueue(machine, zone, BLOCK_ORDER)
  return (blocks * BLOCK) >> order
}

function gcd(one: number, other: number): number {
  return other === 0 ? one : gcd(other, one % other)
}

/** The same call once more, on a machine that is as it was. */
function withClaims(machine: Machine, row: Row, reclaim: Reclaim): number | string {
  reclaim.claims = true
  reclaim.entered = false
  return outcome(machine, row)
}

function answer(row: Row): Actual {
  const machine = machineFor(row)
  if (row.pcp === 0) switchOffPageLists(machine)
  if (row.PF_MEMALLOC === 1) machine.cpu.current.flags |= PF_MEMALLOC
  machine.cpu.current.rt_task = row.rt_task === 1
  return {
    mem_mb: new Input(row.mem_mb),
    config_highmem: new Input(row.config_highmem),
    mask: new Input(row.mask),
    gfp: new Input(row.gfp),
    order: new Input(row.order),
    pcp: new Input(row.pcp),
    PF_MEMALLOC: new Input(row.PF_MEMALLOC),
    rt_task: new Input(row.rt_task),
    ...drain(machine, row),
  }
}

export const gfpLevelsReader = listReader({
  format: 'gfp_levels',
  list: 'rows',
  fileName: /^gfp_levels/,
  record,
  answering: (row) => ({
    name: [
      `${row.mem_mb} MB, ${row.mask}, order ${row.order}`,
      row.pcp === 0 ? ', no per-CPU lists' : '',
      row.PF_MEMALLOC === 1 ? ', PF_MEMALLOC' : '',
      row.rt_task === 1 ? ', real-time' : '',
    ].join(''),
    run: () => answer(row),
  }),
})
