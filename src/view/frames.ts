/**
 * A few page frames in a row, with the blocks they form; and, when a call is made, the row after each step at which
 * the page allocator took, split, merged or put one of them.
 */
import { type Kernel, type KernelEvent, type PageFrame } from '#kernel/index.ts'
import { type BlockInHand, frameRuns, type FrameRun } from './frame-runs.ts'
import { listenDuring } from './listen.ts'
import { tell } from './story.ts'

export interface FramesState {
  /** What the page allocator did to get here; null for how it was at first. */
  readonly told: string | null
  readonly runs: readonly FrameRun[]
}

export interface FramesView {
  readonly kind: 'frames'
  readonly first: PageFrame
  readonly count: number
  /** The first is how it was at first; others are there when a call was made. */
  readonly states: readonly FramesState[]
}

/** Frames that are shown of a block that a call works with. */
const blockFrames = 64
const mostFrames = 1024
const mostStates = 100

/** The frames from `first` on. A RangeError for frames that this machine has not. */
export function viewFrames(kernel: Kernel, first: PageFrame, count: number): FramesView {
  checkFrames(kernel, first, count)
  const runs = frameRuns(kernel, first, first + count)
  return { kind: 'frames', first, count, states: [{ told: null, runs }] }
}

/**
 * Makes a call and shows what became, step by step, of the frames around the first block that it takes from the buddy
 * lists or gives back to them; steps that do not touch them are left out. When the kernel stops over the call, that is
 * the end of it. A RangeError when there was no such block.
 */
export function viewBlockSteps(kernel: Kernel, call: () => unknown): FramesView {
  const recorder = new FramesRecorder(kernel)
  listenDuring(kernel, (event) => recorder.hear(event), call)
  return recorder.finish()
}

function checkFrames({ machine }: Kernel, first: number, count: number): void {
  const isRow = Number.isInteger(first) && Number.isInteger(count) && first >= 0 && count >= 1
  if (!isRow || count > mostFrames)
    throw new RangeError(`frames: give a first frame and a number from 1 to ${mostFrames}.`)
  if (first + count > machine.pages.count)
    throw new RangeError(`frames: the last frame of this machine is ${machine.pages.count - 1}.`)
}

class FramesRecorder {
  readonly #kernel: Kernel
  readonly #states: FramesState[] = []
  #window: { readonly first: PageFrame; readonly count: number } | null = null
  #hand: BlockInHand | null = null
  /** The last step: what it does is not done before the next one is told. */
  #open: KernelEvent | null = null

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  hear(event: KernelEvent): void {
    this.#close()
    this.#open = event
    if (this.#window) return
    const block = blockOf(event)
    if (!block) return
    this.#window = this.#around(block)
    // The block that is given back is in use so far.
    this.#look(null)
  }

  finish(): FramesView {
    this.#close()
    if (this.#window) return { kind: 'frames', ...this.#window, states: this.#states }
    throw new RangeError(
      'blockSteps: the call takes no block from the buddy lists, and gives none back.',
    )
  }

  #around({ frame }: BlockInHand) {
    const first = frame - (frame % blockFrames)
    return { first, count: Math.min(blockFrames, this.#kernel.machine.pages.count - first) }
  }

  #close(): void {
    const event = this.#open
    if (!event) return
    this.#open = null
    this.#hand = handAfter(event, this.#hand)
    if (event.name !== 'leave') this.#look(tell(event).text)
  }

  /** A step after which everything stands as before is none of this picture. */
  #look(told: string | null): void {
    if (!this.#window || this.#states.length >= mostStates) return
    const { first, count } = this.#window
    const runs = frameRuns(this.#kernel, first, first + count, this.#hand)
    const last = this.#states.at(-1)
    if (last && JSON.stringify(last.runs) === JSON.stringify(runs)) return
    this.#states.push({ told, runs })
  }
}

/** The block that is taken from a list, or given back. */
function blockOf({ name, function: inside, values }: KernelEvent): BlockInHand | null {
  const { frame, found, order } = values
  if (frame === undefined) return null
  if (name === 'block-found' && found !== undefined) return { frame, order: found }
  const isGiven = name === 'enter' && inside === '__free_pages_bulk'
  return isGiven && order !== undefined ? { frame, order } : null
}

/** The block that the page allocator works with after a step. */
function handAfter(event: KernelEvent, hand: BlockInHand | null): BlockInHand | null {
  const { name, function: inside, values } = event
  const { frame = 0, buddy = 0, order = 0 } = values
  if (name === 'split') return { frame, order }
  if (name === 'merged') return { frame: Math.min(frame, buddy), order: order + 1 }
  if (name === 'block-freed') return null
  if (name === 'leave' && (inside === '__rmqueue' || inside === '__free_pages_bulk')) return null
  return blockOf(event) ?? hand
}
