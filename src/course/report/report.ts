/** What `check` found, as plain data for programs: the JSON of `check --reporter json`. docs/reports.md describes it. */
import type { Explanation, Verdict } from '../grader/index.ts'

const reportFormat = 'kmalloc-course report'
/** Raised when a program that reads reports would have to be changed. */
const reportVersion = 1

/** `stopped`: the code could not be judged to its end. `not-started`: there is no file, which is no failure. */
export type ExerciseOutcome = Verdict['outcome'] | 'not-started'

/** One exercise of one learner, judged or not started. */
export interface Graded {
  readonly name: string
  readonly lesson: string
  readonly title: string
  /** Where the learner's file is, or would be. */
  readonly file: string
  readonly verdict: Verdict | null
  /** Null for a pass, and where nobody asked why. */
  readonly explanation: Explanation | null
}

export interface Report {
  readonly format: typeof reportFormat
  readonly version: typeof reportVersion
  readonly workspace: string
  readonly total: number
  readonly passed: number
  /** Failed or stopped. */
  readonly failed: number
  readonly notStarted: number
  readonly exercises: readonly (Graded & {
    readonly outcome: ExerciseOutcome
    readonly started: boolean
  })[]
}

/** What came of an exercise; one without a verdict was not started. */
export function outcomeOf({ verdict }: Pick<Graded, 'verdict'>): ExerciseOutcome {
  return verdict === null ? 'not-started' : verdict.outcome
}

/** The exercises stay in the order of the course; those that stopped count as failed. */
export function makeReport(workspace: string, graded: readonly Graded[]): Report {
  const outcomes = graded.map(outcomeOf)
  const count = (...wanted: readonly ExerciseOutcome[]) =>
    outcomes.filter((outcome) => wanted.includes(outcome)).length
  return {
    format: reportFormat,
    version: reportVersion,
    workspace,
    total: graded.length,
    passed: count('pass'),
    failed: count('fail', 'stopped'),
    notStarted: count('not-started'),
    exercises: graded.map((one) => ({
      ...one,
      outcome: outcomeOf(one),
      started: one.verdict !== null,
    })),
  }
}
