/** What an operation costs by how many objects are alive: the curve has to be flat. */
import { boot, GFP_KERNEL } from 'kmalloc-course/kernel'
import { createRandom } from '#lib/prng.ts'
import type { Table } from './table.ts'
import { measure, type Timed } from './timing.ts'

const LIVE = [1000, 10_000, 100_000, 1_000_000]
const STEPS = 1000
const DRAWN = 1 << 20
const MILLISECONDS = 600
const BAR = 40

/** Gives a random object back and takes another, with so many of them alive. */
function randomChurn(live: number): Timed {
  const kernel = boot()
  const random = createRandom(live)
  const victims = Int32Array.from({ length: DRAWN }, () => random.integer(0, live - 1))
  const held = Float64Array.from({ length: live }, () => kernel.kmalloc(64, GFP_KERNEL))
  let next = 0
  const run = () => {
    for (let i = 0; i < STEPS; i++) {
      const victim = victims[next]!
      next = (next + 1) % DRAWN
      kernel.kfree(held[victim]!)
      held[victim] = kernel.kmalloc(64, GFP_KERNEL)
    }
  }
  return { name: String(live), operations: STEPS * 2, run }
}

export async function live(): Promise<Table> {
  const times = await measure(LIVE.map(randomChurn), MILLISECONDS)
  const quiet = times.map((time) => time.quiet)
  const longest = Math.max(...quiet)
  const growth = longest / Math.min(...quiet)
  return {
    title:
      'Cost of an operation by the number of live objects of 64 bytes, a random one given back each time',
    head: ['live', 'ns, quiet', 'ns, median', ''],
    rows: times.map((time, i) => [
      String(LIVE[i]),
      time.quiet.toFixed(1),
      time.median.toFixed(1),
      '#'.repeat(Math.round((time.quiet / longest) * BAR)).padEnd(BAR),
    ]),
    notes: ['', `From the least to the most it grows ${growth.toFixed(2)} times. Asked for: flat.`],
  }
}
