/** What an operation costs by how many objects are alive: the curve has to be flat. */
import { boot, GFP_KERNEL } from 'kmalloc-course/kernel'
import { createRandom } from '#lib/prng.ts'
import type { Table } from './table.ts'
import { measure, type Timed } from './timing.ts'

const LIVE = [1000, 10_000, 100_000, 1_000_000]
const STEPS = 1000
const DRAWN = 1 << 20
const MILLISECONDS = 400
const BAR = 24

const PER_PAGE = 61
const WORDS_OF_PAGE = 1024

type Order = 'by age' | 'at random'

/** Which of them is next, again and again. */
function drawVictims(live: number, order: Order): Int32Array {
  const random = createRandom(live)
  const draw =
    order === 'by age' ? (_: unknown, i: number) => i % live : () => random.integer(0, live - 1)
  return Int32Array.from({ length: Math.ceil(DRAWN / live) * live }, draw)
}

/** Gives the next object back and takes another, with so many of them alive. */
function churn(live: number, order: Order): Timed {
  const kernel = boot()
  const victims = drawVictims(live, order)
  const held = Float64Array.from({ length: live }, () => kernel.kmalloc(64, GFP_KERNEL))
  let next = 0
  const run = () => {
    for (let i = 0; i < STEPS; i++) {
      const victim = victims[next]!
      next = next + 1 === victims.length ? 0 : next + 1
      kernel.kfree(held[victim]!)
      held[victim] = kernel.kmalloc(64, GFP_KERNEL)
    }
  }
  return { name: `${live} ${order}`, operations: STEPS * 2, run }
}

/** Writes to the page of a random object, and does nothing else: what the computer's own caches make of it. */
function touch(live: number): Timed {
  const victims = drawVictims(live, 'at random').map((victim) => Math.trunc(victim / PER_PAGE))
  const words = new Int32Array(Math.ceil(live / PER_PAGE) * WORDS_OF_PAGE)
  let next = 0
  const run = () => {
    for (let i = 0; i < STEPS; i++) {
      const at = victims[next]! * WORDS_OF_PAGE
      words[at] = words[at]! + 1
      next = next + 1 === victims.length ? 0 : next + 1
    }
  }
  return { name: `${live} touched`, operations: STEPS, run }
}

async function quiet(tasks: Timed[]): Promise<number[]> {
  return (await measure(tasks, MILLISECONDS)).map((time) => time.quiet)
}

const growth = (times: number[]) => (Math.max(...times) / Math.min(...times)).toFixed(2)

export async function live(): Promise<Table> {
  const byAge = await quiet(LIVE.map((many) => churn(many, 'by age')))
  const atRandom = await quiet(LIVE.map((many) => churn(many, 'at random')))
  const touched = await quiet(LIVE.map(touch))
  const longest = Math.max(...byAge, ...atRandom)
  const cells = (times: number[], i: number) => {
    const time = times[i] ?? Number.NaN
    return [time.toFixed(1), '#'.repeat(Math.round((time / longest) * BAR)).padEnd(BAR)]
  }
  return {
    title: 'Nanoseconds of an operation by the number of live objects of 64 bytes, quiet',
    head: ['live', 'oldest goes', '', 'any goes', '', 'page touched'],
    rows: [
      ...LIVE.map((many, i) => [
        String(many),
        ...cells(byAge, i),
        ...cells(atRandom, i),
        touched[i]?.toFixed(1) ?? '',
      ]),
      ['growth', growth(byAge), '', growth(atRandom), '', growth(touched)],
    ],
    notes: [
      '',
      'Asked for: flat. Where any object goes, the next slab is one of many thousands: each has its notes in another page,',
      'at the same place of it, and the processor’s caches do not hold them. `page touched` is that alone: a write to the',
      'page of any object, by hand.',
    ],
  }
}
