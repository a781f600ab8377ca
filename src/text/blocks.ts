/**
 * What a page of the course is made of, as plain data. The compiler makes blocks from Markdown once, when the
 * course is built; `render` turns them into lines for a terminal, and a web page can use the same blocks.
 */

/** A run of text in one style. Wrapping works on runs, so it never cuts through an escape sequence. */
export interface Run {
  readonly text: string
  readonly style: 'plain' | 'strong' | 'emphasis' | 'code' | 'link'
  /** Where a link goes: a web address, `lesson:<lesson>#<section>` or `exercise:<name>`. */
  readonly target?: string
}

export type Runs = readonly Run[]
export type Align = 'left' | 'center' | 'right'

export type Block =
  | { readonly kind: 'prose'; readonly runs: Runs }
  | { readonly kind: 'heading'; readonly level: number; readonly runs: Runs }
  | {
      readonly kind: 'list'
      /** Number of the first item, or `null` for bullets. */
      readonly start: number | null
      readonly items: readonly (readonly Block[])[]
    }
  | {
      readonly kind: 'table'
      readonly align: readonly Align[]
      readonly head: readonly Runs[]
      readonly rows: readonly (readonly Runs[])[]
    }
  | {
      readonly kind: 'quote'
      readonly blocks: readonly Block[]
      /** Web page of the kernel's source with what the quote names. */
      readonly source?: string
    }
  | { readonly kind: 'rule' }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | CellBlock
  | PredictionBlock
  | FigureBlock
  | { readonly kind: 'exercise'; readonly name: string; readonly runs: Runs }

/** Runnable code. All cells of a lesson share one scope and run in order. */
export interface CellBlock {
  readonly kind: 'cell'
  /** Position among the cells of the lesson, from 0. */
  readonly index: number
  /** The source as the author wrote it. */
  readonly code: string
  /** Line of the first line of code in the lesson's file, from 1. */
  readonly line: number
  /** What the lesson prints under the cell; a test proves that running it gives exactly this. */
  readonly output: string | null
}

/** A question the reader answers before the machine does. The right answer is computed, never written down. */
export interface PredictionBlock {
  readonly kind: 'prediction'
  /** Position among the predictions of the lesson, from 0. */
  readonly index: number
  /** Names the prediction in the progress file: `<section>/<n-th in the section>`. */
  readonly id: string
  readonly ask: Runs
  /** `order`: the choices are to be put in order; they are shown mixed, always in the same way. */
  readonly form: 'number' | 'choice' | 'order'
  /** What there is to choose or to order. `value` is how the answer expression calls it. */
  readonly choices: readonly { readonly value: string; readonly label: Runs }[]
  /** The sentence that puts a particular wrong answer right, by answer; for an order by `a before b`. */
  readonly wrong: Readonly<Record<string, Runs>>
  readonly otherwise: Runs | null
  /** Why the answer is what it is; shown after any answer. */
  readonly because: Runs | null
  readonly line: number
}

/** A picture drawn from the state of the machine at this place in the lesson. */
export interface FigureBlock {
  readonly kind: 'figure'
  /** Position among the figures of the lesson, from 0. */
  readonly index: number
  readonly caption: Runs | null
  readonly line: number
}
