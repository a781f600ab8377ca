/**
 * The allocator's speed beside that of the real code, measured natively on another computer, and beside one fixed
 * loop of integer arithmetic measured here, so that the ratio means something on any computer.
 */
import { boot } from 'kmalloc-course/kernel'
import { burst, drawMix, hotPairs, integerLoop, playMix } from './programs.ts'
import type { Table } from './table.ts'
import { measure, type Timed } from './timing.ts'

const ROUNDS = 30_000
const PAIRS = 5000
const BURST = 2048
const STEPS = 5000
const MILLISECONDS = 900

interface Task extends Timed {
  /** Nanoseconds of the real code, compiled natively, on a 2.6 GHz machine; null for the loop. */
  readonly native: number | null
  /** How many times that is asked for at most. */
  readonly limit: string
}

function tasks(): Task[] {
  const pairs = boot()
  const bursts = boot()
  const mixed = boot()
  const held = new Float64Array(BURST)
  const mix = drawMix()
  let sink = 0
  return [
    {
      name: 'integer loop',
      native: null,
      limit: '',
      operations: ROUNDS,
      run: () => (sink ^= integerLoop(ROUNDS)),
    },
    {
      name: 'kmalloc(64) + kfree, pair',
      native: 3.4,
      limit: '3',
      operations: PAIRS,
      run: () => hotPairs(pairs, PAIRS),
    },
    {
      name: 'burst of 2048, pair',
      native: 10.7,
      limit: '1.5',
      operations: BURST,
      run: () => burst(bursts, held),
    },
    {
      name: 'random mix, operation',
      native: 11.5,
      limit: '1.5',
      operations: STEPS,
      run: () => playMix(mixed, mix, STEPS),
    },
  ]
}

export async function kernel(): Promise<Table> {
  const all = tasks()
  const times = await measure(all, MILLISECONDS)
  const loop = times[0]?.quiet ?? Number.NaN
  return {
    title: 'Allocator: nanoseconds',
    head: ['', 'quiet', 'median', 'native', 'quiet / native', 'limit', 'quiet / loop'],
    rows: all.map(({ name, native, limit }, i) => {
      const { quiet, median } = times[i] ?? { quiet: Number.NaN, median: Number.NaN }
      const ratio = native === null ? '' : (quiet / native).toFixed(2)
      const ours = [quiet.toFixed(2), median.toFixed(2), native?.toFixed(1) ?? '']
      return [name, ...ours, ratio, limit, (quiet / loop).toFixed(2)]
    }),
    notes: [
      '',
      'quiet: what one short run in ten stays below, which is when nothing else runs on the computer.',
      'native: the real code, compiled with -O2, on a 2.6 GHz virtual machine, objects not touched.',
      'loop: one round of the integer loop on this computer. `npm run bench -- floor` shows where the time goes.',
    ],
  }
}
