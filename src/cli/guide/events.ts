/** What can happen to the guided course, and what it can ask for in return. */
import type { StyledLine } from '#text/lines.ts'
import type { FigureView } from '#view/figure.ts'
import type { Explanation } from '#course/grader/explanation.ts'
import type { Verdict } from '#course/grader/verdict.ts'
import type { Exercise, GlossaryWord, Lesson, LessonEntry } from '#course/model.ts'
import type { CellResult } from '#course/notebook/index.ts'
import type { OperationList, SteppedOperation } from '#course/notebook/steps.ts'
import type { Played } from '#course/play/run.ts'
import type { Change, Progress } from '#course/progress/index.ts'
import type { Broken, CellVersion, Guide, Spot } from './state.ts'

/** A key. `name` is set for keys that type nothing and for letters; `text` is what the key types, else empty. */
export interface Key {
  readonly name: string
  readonly text: string
  readonly ctrl: boolean
}

export type GuideEvent =
  | { readonly kind: 'key'; readonly key: Key }
  | { readonly kind: 'resize'; readonly columns: number; readonly rows: number }
  | {
      readonly kind: 'lesson-opened'
      readonly lesson: Lesson
      readonly section: number
      readonly cameFrom: string | null
      readonly lookedUpFrom?: Spot | null
      readonly backAt?: Spot | null
    }
  | { readonly kind: 'glossary-opened'; readonly words: readonly GlossaryWord[] }
  | { readonly kind: 'cell-ran'; readonly cell: number; readonly result: CellResult }
  | {
      readonly kind: 'answered'
      readonly prediction: number
      readonly typed: string | null
      readonly answer: string | Broken
    }
  /** The learner's version of a cell was found, runs, has run, or (`null`) is no more. */
  | {
      readonly kind: 'version'
      readonly lesson: string
      readonly cell: number
      readonly version: CellVersion | null
    }
  | {
      readonly kind: 'operations-listed'
      readonly cell: number
      readonly first: number
      readonly list: OperationList
    }
  | { readonly kind: 'operation-recorded'; readonly stepped: SteppedOperation | null }
  | { readonly kind: 'figure-made'; readonly figure: number; readonly view: FigureView | Broken }
  | {
      readonly kind: 'progress'
      readonly progress: Progress
      readonly started: readonly string[]
    }
  | {
      readonly kind: 'exercise-opened'
      readonly exercise: Exercise
      readonly lesson: LessonEntry
      readonly path: string
      readonly hints: number
    }
  /** The file is being written; the check follows in a moment. */
  | { readonly kind: 'noticed' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  /** Why the verdict is no pass. */
  | {
      readonly kind: 'explained'
      readonly verdict: Verdict
      readonly explanation: Explanation
    }
  | { readonly kind: 'not-checked' }
  | { readonly kind: 'sheet'; readonly lines: readonly StyledLine[] }
  | { readonly kind: 'reset' }
  | { readonly kind: 'editor'; readonly name: string }
  | { readonly kind: 'play-opened'; readonly name: string; readonly path: string }
  | { readonly kind: 'play-runs' }
  | { readonly kind: 'played'; readonly played: Played }
  /** The exercise could not be opened. */
  | { readonly kind: 'went-home' }
  | { readonly kind: 'told'; readonly text: string }

export type Effect =
  | { readonly kind: 'leave' }
  | { readonly kind: 'suspend' }
  | {
      readonly kind: 'open-lesson'
      readonly lesson: string
      /** `null`: where the learner left it. */
      readonly section: number | null
      readonly cameFrom: string | null
      /** The word looked up was met there. */
      readonly lookedUpFrom?: Spot | null
      /** The section is opened again as it was left. */
      readonly backAt?: Spot | null
    }
  | { readonly kind: 'open-glossary' }
  | { readonly kind: 'run-cell'; readonly cell: number }
  /** Opens the learner's version of a cell in the editor and runs it, now and at every save. */
  | { readonly kind: 'edit-cell'; readonly cell: number }
  | { readonly kind: 'restore-cell'; readonly cell: number }
  /** The calls of a cell, from number `first` on. */
  | {
      readonly kind: 'list-operations'
      readonly cell: number
      readonly first: number
      readonly count: number
    }
  | { readonly kind: 'record-operation'; readonly cell: number; readonly operation: number }
  | { readonly kind: 'answer'; readonly prediction: number; readonly typed: string | null }
  | { readonly kind: 'make-figure'; readonly figure: number }
  | { readonly kind: 'record'; readonly changes: readonly Change[] }
  | { readonly kind: 'open-exercise'; readonly name: string }
  | { readonly kind: 'close-exercise' }
  | { readonly kind: 'open-play'; readonly name: string }
  | { readonly kind: 'edit-play' }
  | { readonly kind: 'run-play' }
  | { readonly kind: 'close-play' }
  | { readonly kind: 'edit' }
  | { readonly kind: 'check' }
  | { readonly kind: 'show-solution' }
  | { readonly kind: 'show-diff' }
  | { readonly kind: 'reset' }

/** The next state and what has to be done for it. */
export interface Step {
  readonly guide: Guide
  readonly effects: readonly Effect[]
}

export function stay(guide: Guide, ...effects: readonly Effect[]): Step {
  return { guide, effects }
}
