/** All the guided course knows at one moment. Plain data: `step` makes the next one, `draw` shows it. */
import type { PredictionBlock } from '#text/blocks.ts'
import type { FigureView } from '#view/figure.ts'
import type { Explanation } from '#course/grader/explanation.ts'
import type { Verdict } from '#course/grader/verdict.ts'
import type { Catalogue, Exercise, GlossaryWord, Lesson, LessonEntry } from '#course/model.ts'
import type { EditedResult } from '#course/notebook/edited.ts'
import type { CellResult } from '#course/notebook/index.ts'
import type { CellOperation, SteppedOperation } from '#course/notebook/steps.ts'
import type { Played } from '#course/play/run.ts'
import type { Progress } from '#course/progress/index.ts'
import type { StyledLine } from '#text/lines.ts'
import type { Answered } from '../show/answers.ts'
import type { Words } from '../words.ts'

export interface Guide {
  readonly columns: number
  readonly rows: number
  readonly unicode: boolean
  readonly colour: boolean
  readonly words: Words
  readonly catalogue: Catalogue
  readonly progress: Progress
  /** Names of the exercises that have a file in the workspace. */
  readonly started: readonly string[]
  /** How the learner's editor is called, `null` when none is set. */
  readonly editor: string | null
  readonly screen: Screen
  /** The sheet with all keys lies over the screen. */
  readonly keysShown: boolean
  /** Something to tell, above the keys; goes with the next key. */
  readonly notice: string | null
}

type Screen = Opening | Home | Reader | Workbench | Playground | Stepper

/** A lesson or an exercise is being loaded. */
interface Opening {
  readonly kind: 'opening'
}

export interface Home {
  readonly kind: 'home'
  /** `next`, `lesson:<id>` or `exercise:<name>`. */
  readonly selected: string
  readonly filter: string
}

/** A part of the lesson that the machine could not compute. */
export interface Broken {
  readonly broken: string
}

export interface Reader {
  readonly kind: 'reader'
  readonly lesson: Lesson
  /** Position of the section; the number of sections stands for the page after the last. */
  readonly section: number
  /** How many of the section's gates (cells, questions, exercises) are behind the reader. */
  readonly passed: number
  /** What the machine gave so far, by position in the lesson. */
  readonly outputs: Readonly<Record<number, CellResult>>
  readonly answers: Readonly<Record<number, Answered | Broken>>
  readonly figures: Readonly<Record<number, FigureView | Broken>>
  /** The learner's versions of cells, by the cell's position in the lesson. */
  readonly versions: Readonly<Record<number, CellVersion>>
  /** Digits typed so far for a question by number. */
  readonly input: string
  /** Selected choice of a question, from 0; `null` until one is selected, so that Enter alone answers nothing. */
  readonly choice: number | null
  /** How the things of an order stand now; `null` before the first key. */
  readonly arrangement: Arrangement | null
  readonly complaint: string | null
  readonly scroll: number
  readonly mode: ReaderMode
  /** The spot to go back to, when the section was opened to look a word up. */
  readonly lookedUpFrom: Spot | null
  /** The exercise to go back to, when the section was opened from one. */
  readonly cameFrom: string | null
}

/** A gate that nobody has answered anything at. */
export const untouched = {
  input: '',
  choice: null,
  arrangement: null,
  complaint: null,
} as const satisfies Partial<Reader>

/** The calls of a cell, or the steps of one of them. */
export interface Stepper {
  readonly kind: 'stepper'
  /** Where to go back to, unchanged. */
  readonly reader: Reader
  /** Position of the cell in the lesson. */
  readonly cell: number
  /** Calls of the cell; `operations` holds those from number `first` on, counted from 0. */
  readonly total: number
  readonly first: number
  readonly operations: readonly CellOperation[]
  readonly selected: number
  /** The call that is stepped through, and its step on the screen, from 0. */
  readonly stepped: SteppedOperation | null
  readonly at: number
  readonly scroll: number
}

/** A section of a lesson; sections are counted from 0. */
export interface Place {
  readonly lesson: string
  readonly section: number
}

/** A place as somebody has left it. */
export interface Spot extends Place {
  /** Gates of the section that were behind the reader. */
  readonly passed: number
  readonly scroll: number
}

/** The words of the course over the page. */
export interface Glossary {
  readonly kind: 'glossary'
  readonly words: readonly GlossaryWord[]
  readonly filter: string
  /** Position in the list as shown. */
  readonly selected: number
}

/** A cell that the learner has a version of. */
export interface CellVersion {
  /** The learner's file as shown. */
  readonly path: string
  readonly running: boolean
  /** `null` until it has run. */
  readonly result: EditedResult | null
}

/** Things being put in order. */
export interface Arrangement {
  /** Positions in the question's list, from 0, in the order they stand in now. */
  readonly order: readonly number[]
  /** The place the pointer is at, from 0. */
  readonly place: number
  /** The arrows take along what stands there. */
  readonly held: boolean
  /** Digits typed so far: these things come first. */
  readonly typed: string
}

type ReaderMode =
  | { readonly kind: 'reading' }
  | { readonly kind: 'jump'; readonly selected: number }
  | { readonly kind: 'search'; readonly text: string }
  | Glossary

/** An exercise in work. */
export interface Workbench {
  readonly kind: 'workbench'
  readonly exercise: Exercise
  readonly lesson: LessonEntry
  /** The learner's file as shown. */
  readonly path: string
  readonly checking: boolean
  readonly verdict: Verdict | null
  /** Why the verdict is no pass; `coming` while that is being found out. */
  readonly explanation: Explanation | 'coming' | null
  /** The verdict before this one. */
  readonly previous: Verdict | null
  /** Hints on the screen. */
  readonly hints: number
  /** A solution or a diff over the screen. */
  readonly sheet: Sheet | null
  readonly confirm: 'reset' | 'solution' | null
  readonly scroll: number
}

export interface Sheet {
  readonly lines: readonly StyledLine[]
  /** How far the page below it is scrolled. */
  readonly below: number
}

/** A scratch file in work. */
export interface Playground {
  readonly kind: 'playground'
  readonly name: string
  /** The learner's file as shown. */
  readonly path: string
  readonly running: boolean
  readonly played: Played | null
  readonly scroll: number
}

export function isBroken(value: object): value is Broken {
  return 'broken' in value
}

/** As the question shows its things, before one was moved. */
export function startArrangement({ choices }: Pick<PredictionBlock, 'choices'>): Arrangement {
  return { order: [...choices.keys()], place: 0, held: false, typed: '' }
}
