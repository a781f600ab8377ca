/** What the grader and its child process say to each other, one JSON object per line. */
import type { FigureView } from '#view/figure.ts'
import type { ToldEvent } from './explanation.ts'
import type { Trouble } from './verdict.ts'

/** File descriptor of the child on which it reports; its own output is not for the grader's eyes. */
export const REPORT_FD = 3

/** Argument of a child that is started before anybody saves: it has time to rehearse. */
export const AHEAD = '--ahead'

/** A child judges once in its life, or answers as many other requests as it gets. */
export type Request = JudgeRequest | Question

/** What can be asked about files; see below. */
export type Question = SurveyRequest | CaptureRequest | TrialRequest

export interface JudgeRequest {
  readonly kind: 'judge'
  /** The check, bundled: an ES module that imports `vitest`, the course's own packages and `./start.ts`. */
  readonly check: string
  /** The learner's file, compiled, and its path. */
  readonly code: string
  readonly file: string
  readonly seed: number
  /** The child may be asked again after this, if nothing of the file is left in it then. */
  readonly more: boolean
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
  /** The attempt of which a figure and the events are wanted. */
  readonly target: Target | null
}

/** Asks what a machine does at one event of a survey, and how it looks before and after. */
export interface CaptureRequest {
  readonly kind: 'capture'
  readonly check: string
  readonly file: SurveyedFile
  readonly seed: number
  readonly target: Target
  /** Number of the event, from 0. Beyond the last one only the end is looked at. */
  readonly at: number
  /** Of what pictures are wanted where there is no such event. */
  readonly otherwise: Subject | null
}

/** Asks for the verdicts on files of the course's own, one after the other. */
export interface TrialRequest {
  readonly kind: 'try'
  readonly check: string
  readonly files: readonly SurveyedFile[]
  readonly seeds: readonly number[]
}

/** What a picture shows: a cache of a machine, or its zones (`null`). */
export interface Subject {
  readonly machine: number
  readonly cache: string | null
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
  /** What the machines did from the beginning of the target's check to the end of its attempt. */
  readonly events: EventTrace
}

export interface EventTrace {
  /** One number for each event: equal for two that are the same. Not more than `MOST_EVENTS`. */
  readonly digests: readonly number[]
  /** How many of them were before the attempt. */
  readonly start: number
  /** How many were before each expectation of the attempt, those before the attempt included. */
  readonly expectations: readonly number[]
  /** The last expectation was not met, so that what the check does after it was not done. */
  readonly unmet: boolean
}

/** Whose machines do more than this is compared no further. */
export const MOST_EVENTS = 50_000

/** The machine at one event. */
export interface Capture {
  readonly event: ToldEvent | null
  /** What the pictures show; null if there are none. */
  readonly subject: Subject | null
  /** Before the kernel function that was called then, and after it. */
  readonly before: readonly FigureView[]
  readonly after: readonly FigureView[]
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
  | { readonly kind: 'captured'; readonly capture: Capture }
  /** All reports since the last one of this kind are of this trial. */
  | {
      readonly kind: 'tried'
      readonly name: string
      readonly seed: number
      readonly finished: boolean
    }
  /** A question has been answered. */
  | { readonly kind: 'answered' }
  /** `free`: the child waits for another request. */
  | { readonly kind: 'ended'; readonly trouble: RawTrouble | null; readonly free?: boolean }
