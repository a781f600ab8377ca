/**
 * The random operations of the kernel files. Every machine that was measured has run the same program of 670 of them;
 * two of the files tell what came of it, and not which operations these were. One of the others does.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as v from 'valibot'
import { GFP_DMA, GFP_KERNEL } from '#kernel/index.ts'
import type { Machine } from '#kernel/machine.ts'
import { alloc_pages } from '#kernel/page/page_alloc.ts'
import { __free_pages } from '#kernel/page/page_free.ts'
import { RANDOM_OPERATIONS, randomOperation } from './kernel_buddy.ts'

type RandomOperation = v.InferOutput<typeof randomOperation>

const RECORDED = new URL('data/linux-2.6.11-i386-p3nohm-256.json.gz', import.meta.url)
const recorded = v.looseObject({ buddy_random: v.array(randomOperation) })

export class RandomProgram {
  readonly #machine: Machine
  readonly #operations: readonly RandomOperation[]
  /** Our first frame of each block in use, by the frame on the machine whose operations are recorded. */
  readonly #used = new Map<number, number>()

  constructor(machine: Machine) {
    this.#machine = machine
    const text = gunzipSync(readFileSync(RECORDED)).toString('utf8')
    this.#operations = v.parse(recorded, JSON.parse(text)).buddy_random
  }

  /** What was done before the rows of `rand1`. */
  playFirstPart(): void {
    for (const op of this.#operations.slice(0, RANDOM_OPERATIONS)) this.#play(op)
  }

  /** What was done between these and the rows of `rand2`. */
  playRest(): void {
    for (const op of this.#operations.slice(RANDOM_OPERATIONS)) this.#play(op)
  }

  #play(op: RandomOperation): void {
    if (op[0] === 'A') {
      const [, order, dma, theirs] = op
      const mask = dma === 1 ? GFP_KERNEL | GFP_DMA : GFP_KERNEL
      this.#used.set(theirs, alloc_pages(this.#machine, mask, order))
      return
    }
    const [, order, theirs] = op
    const ours = this.#used.get(theirs)
    if (ours === undefined) throw new Error(`page ${theirs} is given back and was not taken`)
    this.#used.delete(theirs)
    __free_pages(this.#machine, ours, order)
  }
}
