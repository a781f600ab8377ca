/** Objects of many sizes that come and go, beside the memory pool of `@thi.ng/malloc`, by how many are alive. */
import { MemPool } from '@thi.ng/malloc'
import { boot, GFP_KERNEL } from 'kmalloc-course/kernel'
import { createRandom } from '#lib/prng.ts'
import type { Table } from './table.ts'
import { measure } from './timing.ts'

const LIVE = [100, 1000, 10_000]
const STEPS = 100
const DRAWN = 100_000
const POOL_BYTES = 64 << 20
const MILLISECONDS = 600
const LIMIT = 5

/** Parts of a hundred, and the most bytes of each. */
const SIZES = [
  [30, 32],
  [25, 64],
  [18, 128],
  [12, 256],
  [7, 512],
  [4, 1024],
  [2, 2048],
  [2, 4096],
] as const

interface Allocator {
  readonly take: (bytes: number) => number
  readonly give: (address: number) => unknown
}

/** A function that carries out the next steps: each gives a random object back and takes one of another size. */
function churn({ take, give }: Allocator, live: number): () => void {
  const random = createRandom(live)
  const sizes = Int32Array.from({ length: DRAWN }, () => drawSize(random.integer(1, 100), random))
  const victims = Int32Array.from({ length: DRAWN }, () => random.integer(0, live - 1))
  const held = Float64Array.from({ length: live }, (_, i) => take(sizes[i % DRAWN]!))
  let next = 0
  return () => {
    for (const end = next + STEPS; next < end; next++) {
      const victim = victims[next]!
      give(held[victim]!)
      held[victim] = take(sizes[next]!)
    }
    if (next >= DRAWN) next = 0
  }
}

function drawSize(part: number, random: ReturnType<typeof createRandom>): number {
  let left = part
  let least = 8
  for (const [parts, most] of SIZES) {
    left -= parts
    if (left <= 0) return random.integer(least, most)
    least = most + 1
  }
  return least
}

function simulator(): Allocator {
  const kernel = boot()
  return {
    take: (bytes) => kernel.kmalloc(bytes, GFP_KERNEL),
    give: (address) => kernel.kfree(address),
  }
}

function pool(): Allocator {
  const pool = new MemPool({ buf: new ArrayBuffer(POOL_BYTES) })
  return { take: (bytes) => pool.malloc(bytes), give: (address) => pool.free(address) }
}

export async function churnTable(): Promise<Table> {
  const rows: string[][] = []
  for (const live of LIVE) {
    const [ours, theirs] = await measure(
      [
        { name: 'ours', operations: STEPS, run: churn(simulator(), live) },
        { name: '@thi.ng/malloc', operations: STEPS, run: churn(pool(), live) },
      ],
      MILLISECONDS,
    )
    if (ours === undefined || theirs === undefined) continue
    const faster = theirs.median / ours.median
    const times = [ours.median.toFixed(1), theirs.median.toFixed(0)]
    rows.push([String(live), ...times, faster.toFixed(1), String(LIMIT)])
  }
  return {
    title:
      'Churn: nanoseconds of giving back a random object and taking one of 8 to 4096 bytes, median',
    head: ['live objects', 'ours', '@thi.ng/malloc', 'times faster', 'asked for'],
    rows,
    notes: [
      '',
      '@thi.ng/malloc with its default settings: a pool of 64 MB that compacts and splits.',
    ],
  }
}
