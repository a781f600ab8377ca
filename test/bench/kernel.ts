/**
 * The allocator's speed beside that of the real code, measured natively on another computer, and beside one fixed
 * loop of integer arithmetic measured here, so that the ratio means something on any computer.
 */
import { Bench } from 'tinybench'
import { boot, GFP_KERNEL, NULL, type Kernel, type VirtualAddress } from 'kmalloc-course/kernel'
import { createRandom } from '#lib/prng.ts'
import type { Table } from './table.ts'

/** Operations in one measured run of each task. */
const PAIRS = 200_000
const BURST = 2048
const MIX = 1_000_000
const SLOTS = 2048

interface Task {
  readonly name: string
  /** Nanoseconds of the real code, compiled natively, on a 2.6 GHz machine; null for the loop. */
  readonly native: number | null
  readonly operations: number
  readonly run: () => void
}

/** A loop that no compiler can shorten: one multiplication, one shift and one exclusive or a round. */
function integerLoop(rounds: number): number {
  let x = 1
  for (let i = 0; i < rounds; i++) x = (Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) + i) | 0
  return x
}

function hotPairs(kernel: Kernel): void {
  for (let i = 0; i < PAIRS; i++) kernel.kfree(kernel.kmalloc(64, GFP_KERNEL))
}

function burst(kernel: Kernel, held: Float64Array): void {
  for (let i = 0; i < BURST; i++) held[i] = kernel.kmalloc(64, GFP_KERNEL)
  for (let i = 0; i < BURST; i++) kernel.kfree(held[i]!)
}

/** Slots and sizes drawn beforehand, so that only the allocator is measured. */
function drawMix(): { slots: Uint16Array; sizes: Int32Array } {
  const random = createRandom(2611)
  const slots = new Uint16Array(MIX)
  const sizes = new Int32Array(MIX)
  for (let i = 0; i < MIX; i++) {
    slots[i] = random.integer(0, SLOTS - 1)
    const kind = random.integer(1, 100)
    const most = kind <= 70 ? 256 : kind <= 90 ? 2048 : kind <= 98 ? 16384 : 131072
    sizes[i] = random.integer(1, most)
  }
  return { slots, sizes }
}

/** Each slot in turn is filled when it is empty and emptied when it is full. */
function mix(kernel: Kernel, held: Float64Array, slots: Uint16Array, sizes: Int32Array): void {
  for (let i = 0; i < MIX; i++) {
    const slot = slots[i]!
    const address: VirtualAddress = held[slot]!
    if (address === NULL) {
      held[slot] = kernel.kmalloc(sizes[i]!, GFP_KERNEL)
    } else {
      kernel.kfree(address)
      held[slot] = NULL
    }
  }
}

function tasks(): Task[] {
  const pairs = boot()
  const bursts = boot()
  const mixed = boot()
  const held = new Float64Array(SLOTS)
  const mixHeld = new Float64Array(SLOTS)
  const { slots, sizes } = drawMix()
  let sink = 0
  return [
    { name: 'integer loop', native: null, operations: MIX, run: () => (sink ^= integerLoop(MIX)) },
    {
      name: 'kmalloc(64) + kfree, pair',
      native: 3.4,
      operations: PAIRS,
      run: () => hotPairs(pairs),
    },
    {
      name: 'burst of 2048, pair',
      native: 10.7,
      operations: BURST,
      run: () => burst(bursts, held),
    },
    {
      name: 'random mix, operation',
      native: 11.5,
      operations: MIX,
      run: () => mix(mixed, mixHeld, slots, sizes),
    },
  ]
}

export async function kernel(): Promise<Table> {
  const bench = new Bench({ time: 500, warmupTime: 200 })
  const all = tasks()
  for (const { name, run } of all) bench.add(name, run)
  await bench.run()
  const nanoseconds = all.map(({ operations }, i) => {
    const result = bench.tasks[i]?.result
    if (result?.state !== 'completed') return Number.NaN
    return (result.latency.p50 * 1e6) / operations
  })
  const loop = nanoseconds[0] ?? Number.NaN
  return {
    title: 'Allocator: nanoseconds, median',
    head: ['', 'ours', 'native', 'ours / native', 'ours / loop'],
    rows: all.map(({ name, native }, i) => {
      const ours = nanoseconds[i] ?? Number.NaN
      const ratio = native === null ? '' : (ours / native).toFixed(2)
      return [name, ours.toFixed(2), native?.toFixed(1) ?? '', ratio, (ours / loop).toFixed(2)]
    }),
    notes: [
      'native: the real code, compiled with -O2, on a 2.6 GHz virtual machine, objects not touched.',
      'loop: one round of the integer loop on this computer.',
    ],
  }
}
