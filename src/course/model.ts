/** The course as plain data: what the compiler writes and every command and screen reads. */
import type { Block, Runs } from '#text/blocks.ts'

/** A lesson, compiled from `lessons/<language>/<id>.md`. */
export interface Lesson {
  /** File name without ending, e.g. `01-cache-types`. */
  readonly id: string
  readonly title: string
  /** How long a learner needs for it, exercises left out. */
  readonly minutes: number
  readonly sections: readonly Section[]
  /** Names of its exercises in order. */
  readonly exercises: readonly string[]
  readonly program: NotebookProgram
  /** Everything an author has to mend; a lesson without problems has none. */
  readonly problems: readonly Problem[]
}

/** One idea, about one screen. */
export interface Section {
  /** Stays the same in every language: `{#id}` after the heading. */
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

/** The cells, predictions and figures of a lesson as one runnable piece of JavaScript. */
export interface NotebookProgram {
  /** Body of a generator function that yields after every step, with the value of an answer or a figure. */
  readonly code: string
  /** What each `yield` of the code ends, in document order. */
  readonly steps: readonly ProgramStep[]
  /** For each line of `code` (from 0) the line of the lesson's file it came from (from 1), 0 for none. */
  readonly lines: readonly number[]
}

export interface ProgramStep {
  readonly kind: 'cell' | 'prediction' | 'figure'
  /** Position among the cells, predictions or figures of the lesson, from 0. */
  readonly index: number
  /** Where it begins in the lesson's file, from 1. */
  readonly line: number
  /** Where it begins in the program's code: lines above it. */
  readonly from: number
}

/** Something wrong with the content, told to its author. */
export interface Problem {
  /** Path of the file from the root of the course. */
  readonly file: string
  readonly line: number
  readonly message: string
}

/** An exercise, compiled from `exercises/<lesson>/<folder>/README.md`. */
export interface Exercise {
  /** Its folder without the number; unique in the course. */
  readonly name: string
  /** Folder from the root of the course, e.g. `exercises/01-cache-types/02-objects-per-slab`. */
  readonly folder: string
  readonly title: string
  readonly lesson: string
  /** Section of the lesson it belongs to. */
  readonly section: string
  readonly minutes: number
  /** Names from `kmalloc-course/kernel` that the learner's file may use; everything else in there is closed. */
  readonly kernel: readonly string[]
  /** Its cells are worked examples: they run with what the solution exports in scope. */
  readonly task: readonly Block[]
  readonly hints: readonly Hint[]
  /** What a learner with this wrong idea is told, by file name in `misconceptions/` without ending. */
  readonly misconceptions: Readonly<Record<string, readonly Block[]>>
  readonly problems: readonly Problem[]
}

export interface Hint {
  readonly title: string
  readonly blocks: readonly Block[]
}

/** The words of the course in one language, from `lessons/<language>/glossary.md`. */
export interface Glossary {
  readonly words: readonly GlossaryWord[]
  readonly problems: readonly Problem[]
}

export interface GlossaryWord {
  /** Stays the same in every language. */
  readonly id: string
  readonly word: string
  /** Other names of the same thing, as they stand in lessons. */
  readonly also: readonly string[]
  readonly meaning: Runs
  /** Where it is taught; `null` while there is no such lesson. */
  readonly taught: { readonly lesson: string; readonly section: string } | null
}

/** What the map of the course needs; small, because every command reads it. */
export interface Catalogue {
  readonly language: string
  readonly lessons: readonly LessonEntry[]
}

export interface LessonEntry {
  readonly id: string
  readonly title: string
  readonly minutes: number
  readonly sections: readonly { readonly id: string; readonly title: string }[]
  readonly predictions: readonly string[]
  readonly exercises: readonly ExerciseEntry[]
  readonly problems: number
}

export interface ExerciseEntry {
  readonly name: string
  readonly folder: string
  readonly title: string
  readonly section: string
  readonly minutes: number
}
