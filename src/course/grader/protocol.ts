/** What the grader and its child process say to each other, one JSON object per line. */
import type { Trouble } from './verdict.ts'

/** File descriptor of the child on which it reports; its own output is not for the grader's eyes. */
export const REPORT_FD = 3

/** Argument of a child that is started before anybody saves: it has time to rehearse. */
export const AHEAD = '--ahead'

/** The one request a child answers in its life. */
export interface Request {
  /** The check, bundled: an ES module that imports `vitest`, the course's own packages and `./start.ts`. */
  readonly check: string
  /** The learner's file, compiled, and its path. */
  readonly code: string
  readonly file: string
  readonly seed: number
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
  | { readonly kind: 'ended'; readonly trouble: RawTrouble | null }
