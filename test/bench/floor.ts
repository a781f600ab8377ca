/**
 * Where the time of the allocator goes. First beside loops that make the same accesses to memory by hand, with nothing
 * around them: that is the floor. Then the functions of a burst by the time that is spent in them.
 */
import { Session } from 'node:inspector/promises'
import { boot } from 'kmalloc-course/kernel'
import { burst, hotPairs } from './programs.ts'
import type { Table } from './table.ts'
import { measure } from './timing.ts'

const PAIRS = 5000
const HITS = 50
const BURST = 2048
const MILLISECONDS = 900
const PROFILE_MILLISECONDS = 1500
const SHOWN = 9

const POINTER_BASE = 0x40000000
const AVAIL = 0
const LIMIT = 1
const TOUCHED = 3
const ENTRY = 4
const CACHE = 0x300000
const ARRAY = 0x500000
const OBJECTS = 0x600000

/** One array that is half full, what leads to it, and the pages of its objects. */
interface Bare {
  readonly words: Int32Array
  readonly cacheOfPage: Int32Array
  readonly cacheOfSize: Int32Array
}

function bare(): Bare {
  const words = new Int32Array(4 << 20)
  const cacheOfPage = new Int32Array(4 << 10).fill(CACHE, OBJECTS >> 12, (OBJECTS >> 12) + 4)
  words[CACHE >> 2] = ARRAY - POINTER_BASE
  words[ARRAY >> 2] = HITS
  words[(ARRAY >> 2) + LIMIT] = HITS + 20
  for (let i = 0; i < HITS; i++) {
    words[(ARRAY >> 2) + ENTRY + i] = OBJECTS + 128 * i - POINTER_BASE
  }
  return { words, cacheOfPage, cacheOfSize: new Int32Array(4097).fill(CACHE) }
}

function take({ words, cacheOfSize }: Bare, size: number): number {
  const cache = cacheOfSize[(size + 31) >>> 5]!
  const array = (words[cache >> 2]! + POINTER_BASE) >> 2
  const avail = words[array + AVAIL]!
  if (avail === 0) return 0
  const pointer = words[array + ENTRY - 1 + avail]!
  words[array + TOUCHED] = 1
  words[array + AVAIL] = avail - 1
  return pointer >>> 0
}

function give({ words, cacheOfPage }: Bare, address: number): void {
  const cache = cacheOfPage[((address | 0) + POINTER_BASE) >>> 12]!
  if (cache === 0) return
  const array = (words[cache >> 2]! + POINTER_BASE) >> 2
  const avail = words[array + AVAIL]!
  if (avail >= words[array + LIMIT]!) return
  words[array + ENTRY + avail] = address | 0
  words[array + AVAIL] = avail + 1
}

function bareHot(state: Bare, pairs: number): void {
  for (let i = 0; i < pairs; i++) give(state, take(state, 64))
}

function bareHits(state: Bare, held: Float64Array): void {
  for (let i = 0; i < held.length; i++) held[i] = take(state, 64)
  for (let i = 0; i < held.length; i++) give(state, held[i]!)
}

async function floors(): Promise<string[][]> {
  const kernel = boot()
  const state = bare()
  const hits = new Float64Array(HITS)
  // From then on so many are in the array that it is neither emptied nor filled.
  burst(kernel, hits)
  const tasks = [
    ['hot pair, by hand', PAIRS, () => bareHot(state, PAIRS)],
    ['hot pair', PAIRS, () => hotPairs(kernel, PAIRS)],
    [`${HITS} hits, by hand`, HITS, () => bareHits(state, hits)],
    [`${HITS} hits`, HITS, () => burst(kernel, hits)],
  ] as const
  const times = await measure(
    tasks.map(([name, operations, run]) => ({ name, operations, run })),
    MILLISECONDS,
  )
  return tasks.map(([name], i) => [name, times[i]?.quiet.toFixed(2) ?? '', ''])
}

/** The share of each function in a burst. What V8 puts into its caller counts for that. */
async function shares(): Promise<string[][]> {
  const kernel = boot()
  const held = new Float64Array(BURST)
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 200 })
  const bursts = (milliseconds: number) => {
    const end = performance.now() + milliseconds
    while (performance.now() < end) burst(kernel, held)
  }
  bursts(PROFILE_MILLISECONDS / 3)
  await session.post('Profiler.start')
  bursts(PROFILE_MILLISECONDS)
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame.functionName]))
  const spent = new Map<string, number>()
  for (const sample of profile.samples ?? []) {
    const name = names.get(sample) ?? ''
    spent.set(name, (spent.get(name) ?? 0) + 1)
  }
  const all = profile.samples?.length ?? 1
  return [...spent]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name, samples]) => [`  ${name}`, '', `${((samples / all) * 100).toFixed(1)} %`])
}

export async function floor(): Promise<Table> {
  return {
    title: 'Where the time goes',
    head: ['', 'ns, quiet', 'share'],
    rows: [...(await floors()), ['burst of 2048, by function', '', ''], ...(await shares())],
    notes: [
      '',
      'by hand: the same reads and writes of memory, in the same order, without checks, calls and slabs.',
      'A pair of them is the least that JavaScript can do. `burst` holds the hits, which V8 puts there.',
    ],
  }
}
