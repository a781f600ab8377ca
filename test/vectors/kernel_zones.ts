/** `zones` and `buddy` of the kernel files: single page allocations, and what every zone looked like between them. */
import * as v from 'valibot'
import * as gfp from '#kernel/index.ts'
import { toVirtual } from '#kernel/layout.ts'
import type { Machine } from '#kernel/machine.ts'
import { __free_pages } from '#kernel/page/page_free.ts'
import { alloc_pages } from '#kernel/page/page_alloc.ts'
import { ZONE_NORMAL } from '#kernel/page/zone.ts'
import { hex } from '#lib/hex.ts'
import { Blocks } from './blocks.ts'
import { Input, type Actual } from './compare.ts'
import { pageList, type PageList } from './kernel_buddy.ts'
import type { MeasuredMachine } from './kernel_machine.ts'
import { RandomProgram } from './kernel_random.ts'
import { describeZone, zoneRow, type Counts, type ZoneRow } from './kernel_zone_rows.ts'
import { freeLists } from './zones.ts'

const single = v.looseObject({
  event: v.literal('buddy'),
  op: v.picklist(['alloc', 'free']),
  order: v.number(),
  gfp: v.optional(v.string()),
  pfn: v.number(),
})
const listed = v.looseObject({
  event: v.literal('pcp'),
  op: v.picklist(['alloc', 'free', 'realloc']),
  pfn: v.number(),
})
type Single = v.InferOutput<typeof single>
type Listed = v.InferOutput<typeof listed>

const shape = v.object({
  zones: v.array(zoneRow),
  buddy: v.array(v.variant('event', [single, listed])),
  buddy_lists: v.array(pageList),
})

const MASKS: { readonly [name: string]: number } = {
  KERNEL: gfp.GFP_KERNEL,
  DMA: gfp.GFP_KERNEL | gfp.GFP_DMA,
  HIGHUSER: gfp.GFP_HIGHUSER,
  'KERNEL|COLD': gfp.GFP_KERNEL | gfp.__GFP_COLD,
}

/** Runs of operations of one kind, in the order of the file, and the tag of the rows that follow each. */
const RUNS = [
  ['taken', 'buddy1'],
  ['given back', 'buddy2'],
  ['listed', null],
  ['taken', 'buddy3'],
  ['given back', 'buddy4'],
  ['taken alone', 'buddy5'],
] as const

function kindOf(op: Single | Listed): (typeof RUNS)[number][0] {
  if (op.event === 'pcp') return 'listed'
  if (op.op === 'free') return 'given back'
  return op.gfp === 'KERNEL' ? 'taken' : 'taken alone'
}

/**
 * The rows from `buddy0`, whose counts are the start, to the lists of `rand0`. Two things the file does not tell, and
 * what follows shows: the eight pages that were taken last went back, last one first, and each page that was taken with
 * another mask went back at once.
 */
export function replayZones(measured: MeasuredMachine, record: unknown): Actual {
  const { zones, buddy, buddy_lists } = v.parse(shape, record)
  const player = new Player(measured, zones)
  const states = new Map<string, Actual[]>()
  const note = (tag: string): void => {
    const rows = zones.filter((given) => given.tag === tag)
    states.set(
      tag,
      rows.map((given) => player.zoneState(given, 'followed')),
    )
  }
  const rest = [...buddy]
  const answers: Actual[] = []
  for (const [kind, tag] of RUNS) {
    const end = rest.findIndex((op) => kindOf(op) !== kind)
    const run = rest.splice(0, end < 0 ? rest.length : end)
    answers.push(...run.map((op) => player.play(op)))
    player.giveBackLast(kind)
    if (tag !== null) note(tag)
  }
  note('rand0')
  if (zones.some(({ tag }) => tag === 'rand1')) {
    const program = player.randomProgram()
    program.playFirstPart()
    note('rand1')
    program.playRest()
    note('rand2')
  }
  return {
    buddy: answers,
    zones: zones.map((given) => {
      return states.get(given.tag)?.shift() ?? player.zoneState(given, knowledge(given))
    }),
    buddy_lists: buddy_lists.map((list) => player.listState(list)),
  }
}

/**
 * What is known of rows that do not follow from operations. From `rand2` to the end only zone Normal was used: what the
 * kernel does for itself never falls back while there is enough.
 */
function knowledge({ tag, name }: ZoneRow): Counts {
  if (tag === 'buddy0') return 'given'
  return tag === 'end' && name !== 'Normal' ? 'followed' : 'not known'
}

class Player {
  readonly #machine: Machine
  readonly #blocks = new Blocks()
  /** Our frame of each block in use, by the frame in the file. */
  readonly #used = new Map<number, number>()
  /** Pages taken from the list of single pages for the second time. */
  #again: number[] = []

  constructor(measured: MeasuredMachine, rows: readonly ZoneRow[]) {
    this.#machine = measured.bare()
    for (const zone of this.#machine.zones) {
      const start = rows.find(({ tag, name }) => tag === 'buddy0' && name === zone.name)
      if (start === undefined || start.present === 0) continue
      const counts = { free: start.free_area, hot: start.hot[0] ?? 0, cold: start.cold[0] ?? 0 }
      this.#blocks.fill(this.#machine, zone, counts)
    }
  }

  play(op: Single | Listed): Actual {
    return op.event === 'pcp' ? this.#playListed(op) : this.#playSingle(op)
  }

  #playSingle(op: Single): Actual {
    const { order } = op
    const given = { event: new Input(op.event), op: new Input(op.op), order: new Input(order) }
    if (op.op === 'free') {
      this.#free(op.pfn, order)
      return { ...given, pfn: new Input(op.pfn) }
    }
    const mask = MASKS[op.gfp ?? '']
    if (mask === undefined) throw new Error(`unknown mask ${op.gfp}`)
    const ours = alloc_pages(this.#machine, mask, order)
    const pfn = this.#take(ours, op.pfn)
    const answer = { ...given, gfp: new Input(op.gfp ?? null), pfn }
    if (kindOf(op) === 'taken') return answer
    this.#free(pfn, order)
    const { zones, pages, lowPages } = this.#machine
    const zone = zones[pages.zone[ours] ?? 0]?.name ?? null
    const address = ours < lowPages ? toVirtual(pfn * gfp.PAGE_SIZE) : gfp.NULL
    return {
      ...answer,
      ...(op['zone'] === undefined ? {} : { zone }),
      ...(op['page_address'] === undefined ? {} : { page_address: hex(address) }),
    }
  }

  #playListed({ event, op, pfn }: Listed): Actual {
    const given = { event: new Input(event), op: new Input(op) }
    let answer: Actual = new Input(pfn)
    if (op === 'free') this.#free(pfn, 0)
    else answer = this.#take(alloc_pages(this.#machine, gfp.GFP_KERNEL, 0), pfn)
    if (op === 'realloc') {
      this.#again.push(pfn)
      return { ...given, pfn: answer }
    }
    const { pcp, free_pages } = this.#machine.zones[ZONE_NORMAL]!
    return { ...given, pfn: answer, hot: pcp[0].count, cold: pcp[1].count, zfree: free_pages }
  }

  /** After the single pages: those that were taken again go back. */
  giveBackLast(kind: string): void {
    if (kind !== 'listed') return
    for (const pfn of this.#again.splice(0).reverse()) this.#free(pfn, 0)
  }

  /** The frame that the file's machine has given, if it may be; -1 when there is none. */
  #take(ours: number, expected: number): number {
    const theirs = ours < 0 ? -1 : this.#blocks.translate(ours, expected)
    this.#used.set(theirs, ours)
    return theirs
  }

  #free(theirs: number, order: number): void {
    const ours = this.#used.get(theirs)
    if (ours === undefined || ours < 0) return
    this.#used.delete(theirs)
    __free_pages(this.#machine, ours, order)
  }

  randomProgram(): RandomProgram {
    return new RandomProgram(this.#machine)
  }

  zoneState(given: ZoneRow, counts: Counts): Actual {
    return describeZone(this.#machine, given, counts)
  }

  listState(list: PageList): Actual {
    const zone = this.#machine.zones.find(({ name }) => name === list.zone)
    if (zone === undefined) return null
    const given = {
      event: new Input(list.event),
      tag: new Input(list.tag),
      zone: new Input(list.zone),
    }
    const theirs = (frames: readonly number[]): number[] =>
      frames.map((frame, i) => this.#blocks.translate(frame, list.pfns[i]))
    if (list.event === 'freelist') {
      const blocks = freeLists(this.#machine, zone)[list.order] ?? []
      return { ...given, order: new Input(list.order), pfns: theirs(blocks) }
    }
    const pcp = zone.pcp[list.which === 'hot' ? 0 : 1]
    const frames = this.#machine.pages.list(pcp.head)
    return { ...given, which: new Input(list.which), count: pcp.count, pfns: theirs(frames) }
  }
}
