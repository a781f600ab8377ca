/** What the grader and its child process say to each other, one JSON object per line. */
import type { FigureView } from '#view/figure.ts'
import type { Trouble } from './verdict.ts'

/** File descriptor of the child on which it reports; its own output is not for the grader's eyes. */
export const REPORT_FD = 3

/** Argument of a child that is started before anybody saves: it has time to rehearse. */
export const AHEAD = '--ahead'

/** A child judges once in its life, or answers as many other requests as it gets. */
export type Request = JudgeRequest | SurveyRequest

export interface JudgeRequest {
  readonly kind: 'judge'
  /** The check, bundled: an ES module that imports `vitest`, the course's own packages and `./start.ts`. */
  readonly check: string
  /** The learner's file, compiled, and its path. */
  readonly code: string
  readonly file: string
  readonly seed: number
}

/**
 * Asks for all answers of some files: each is run through the whole check, once for each seed, and nothing it gets
 * wrong stops the rest. The learner's file and the course's own are never in one request.
 */
export interface SurveyRequest {
  readonly kind: 'survey'
  readonly check: string
  readonly files: readonly SurveyedFile[]
  readonly seeds: readonly number[]
  /** The attempt of which a figure is wanted. */
  readonly target: Target | null
}

export interface SurveyedFile {
  readonly name: string
  readonly file: string
  readonly code: string
}

/** The first attempt in a check that is told with these words. */
export interface Target {
  /** Number of the check, from 0. */
  readonly check: number
  readonly tried: string | null
}

/** What one file answered with one seed. */
export interface Survey {
  readonly name: string
  readonly seed: number
  /** Stands for all its answers: equal for two files that answer everything alike. */
  readonly print: string
  readonly states: readonly ('pass' | 'fail')[]
  /** Of the target, if its attempt can make one. */
  readonly figure: FigureView | null
}

/** A place in the compiled code, both counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

export interface RawFailure {
  /** `comparison`: an expectation was not met. `threw`: something else was thrown, by the learner's code or through it. */
  readonly kind: 'comparison' | 'threw'
  readonly tried: string | null
  readonly look: string | null
  readonly message: string
  readonly compared: string | null
  readonly expected: string | null
  readonly actual: string | null
  readonly place: Place | null
}

export interface RawTrouble {
  readonly kind: Trouble['kind']
  /** What belongs into the sentence: an error's text, the call that wanted to end the process. */
  readonly detail: string | null
  readonly place: Place | null
  /** What the check tried at that moment; empty if it did not say. */
  readonly tried: string
}

export type Report =
  | { readonly kind: 'collected'; readonly names: readonly string[] }
  | { readonly kind: 'started'; readonly check: number }
  | {
      readonly kind: 'finished'
      readonly check: number
      readonly state: 'pass' | 'fail' | 'skipped'
      readonly failure: RawFailure | null
    }
  | { readonly kind: 'printed'; readonly text: string }
  | { readonly kind: 'printed-cut' }
  /** A picture that the code wants to be seen, or why there is none. */
  | { readonly kind: 'figure'; readonly figure: FigureView | { readonly broken: string } }
  | { readonly kind: 'surveyed'; readonly survey: Survey }
  /** A request other than to judge has been answered. */
  | { readonly kind: 'answered' }
  | { readonly kind: 'ended'; readonly trouble: RawTrouble | null }
