/** What follows a verdict that is no pass: why, as far as it can be found out, as plain data. */
import type { Block } from '#text/blocks.ts'
import type { FigureView } from '#view/figure.ts'
import type { Advice } from '../advice/index.ts'

export interface Explanation {
  /** The attempt the verdict tells of first, as a picture: after the learner's code, and after the solution. */
  readonly figures: Sides<FigureView> | null
  readonly divergence: Divergence | null
  readonly misconception: Misconception | null
  /** What TypeScript finds in the file. It has no part in the verdict. */
  readonly advice: readonly Advice[]
}

/** The same thing, of the learner's code and of the solution. */
export interface Sides<T> {
  readonly yours: T
  readonly reference: T
}

/** A wrong idea whose answers are the learner's, every one, and no other's. */
export interface Misconception {
  /** File in `misconceptions/` without ending. */
  readonly name: string
  readonly blocks: readonly Block[]
}

/** The first event in which the learner's machine and the solution's part ways, in the attempt that fails. */
export interface Divergence {
  /** `null` on a side where nothing more happens. */
  readonly events: Sides<ToldEvent | null>
  /** Before the kernel function that was called then, and after it. Empty where no picture says it. */
  readonly before: Sides<readonly FigureView[]>
  readonly after: Sides<readonly FigureView[]>
}

export interface ToldEvent {
  /** The kernel function it happened in, and its file: `cache_alloc_refill`, `mm/slab.c`. */
  readonly function: string
  readonly file: string
  /** What happened, in words. */
  readonly text: string
  /** Why, with the numbers that were compared. */
  readonly reason: string | null
}

export const nothingToExplain: Explanation = {
  figures: null,
  divergence: null,
  misconception: null,
  advice: [],
}
