/** What the benchmarks have an allocator do. All chance is drawn beforehand, so that only the allocator is measured. */
import { GFP_KERNEL, NULL, type Kernel } from 'kmalloc-course/kernel'
import { createRandom } from '#lib/prng.ts'

/** Slots that are filled and emptied, and how large each object is. */
export interface Mix {
  readonly slots: Uint16Array
  readonly sizes: Int32Array
  /** What is in the slots. */
  readonly held: Float64Array
  /** The step that comes next. */
  next: number
}

const STEPS = 1_000_000
const SLOTS = 2048

/** Each slot in turn is filled when it is empty and emptied when it is full. */
export function drawMix(): Mix {
  const random = createRandom(2611)
  const slots = new Uint16Array(STEPS)
  const sizes = new Int32Array(STEPS)
  for (let i = 0; i < STEPS; i++) {
    slots[i] = random.integer(0, SLOTS - 1)
    const kind = random.integer(1, 100)
    const most = kind <= 70 ? 256 : kind <= 90 ? 2048 : kind <= 98 ? 16384 : 131072
    sizes[i] = random.integer(1, most)
  }
  return { slots, sizes, held: new Float64Array(SLOTS), next: 0 }
}

/** Carries out some steps of a mix. */
export function playMix(kernel: Kernel, mix: Mix, steps: number): void {
  const { slots, sizes, held } = mix
  const end = mix.next + steps
  for (let i = mix.next; i < end; i++) {
    const slot = slots[i]!
    const address = held[slot]!
    if (address === NULL) {
      held[slot] = kernel.kmalloc(sizes[i]!, GFP_KERNEL)
    } else {
      kernel.kfree(address)
      held[slot] = NULL
    }
  }
  mix.next = end >= STEPS ? 0 : end
}

/** A loop that no compiler can shorten: one multiplication, one shift and one exclusive or a round. */
export function integerLoop(rounds: number): number {
  let x = 1
  for (let i = 0; i < rounds; i++) x = (Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) + i) | 0
  return x
}

export function hotPairs(kernel: Kernel, pairs: number): void {
  for (let i = 0; i < pairs; i++) kernel.kfree(kernel.kmalloc(64, GFP_KERNEL))
}

/** As many objects as `held` has room for, one after the other; then all of them go back. */
export function burst(kernel: Kernel, held: Float64Array): void {
  for (let i = 0; i < held.length; i++) held[i] = kernel.kmalloc(64, GFP_KERNEL)
  for (let i = 0; i < held.length; i++) kernel.kfree(held[i]!)
}
