/** How many events a second a watched machine tells: to a function that counts them, and to the log. */
import { boot, recordEvents, watchEvents, watchNumbers, type Kernel } from 'kmalloc-course/kernel'
import { drawMix, playMix } from './programs.ts'
import type { Table } from './table.ts'
import { measure } from './timing.ts'

const STEPS = 500
const MILLISECONDS = 900
const LIMIT = 10

/** Begins to listen, and returns how many events there were. */
type Listen = (kernel: Kernel) => () => number

const ways: readonly (readonly [name: string, listen: Listen])[] = [
  ['nobody looks on', () => () => 0],
  ['the log', (kernel) => countOf(recordEvents(kernel, { keep: 100_000 }))],
  ['a function, of numbers', (kernel) => counted((listener) => watchNumbers(kernel, listener))],
  ['a function, of objects', (kernel) => counted((listener) => watchEvents(kernel, listener))],
]

function countOf(log: { readonly count: number }): () => number {
  return () => log.count
}

function counted(listen: (listener: () => void) => unknown): () => number {
  let count = 0
  listen(() => count++)
  return () => count
}

export async function events(): Promise<Table> {
  const rows: string[][] = []
  for (const [name, listen] of ways) {
    const kernel = boot()
    const mix = drawMix()
    const count = listen(kernel)
    let operations = 0
    const run = () => {
      playMix(kernel, mix, STEPS)
      operations += STEPS
    }
    const [time] = await measure([{ name, operations: STEPS, run }], MILLISECONDS)
    if (time === undefined) continue
    const each = count() / operations
    const millions = (nanoseconds: number) => ((each / nanoseconds) * 1000).toFixed(1)
    const rates = each === 0 ? ['', ''] : [millions(time.quiet), millions(time.median)]
    const limit = name === 'the log' ? String(LIMIT) : ''
    rows.push([name, time.quiet.toFixed(1), each.toFixed(1), ...rates, limit])
  }
  return {
    title: 'Events of the random mix',
    head: ['told to', 'ns an operation', 'events', 'M events/s, quiet', 'median', 'asked for'],
    rows,
    notes: [],
  }
}
