/** What many learners' reports say together: who passed what, what fails most, which wrong ideas are about. */
import { type ExerciseOutcome, type Graded, outcomeOf } from './report.ts'

const summaryFormat = 'kmalloc-course summary'
/** Raised when a program that reads summaries would have to be changed. */
const summaryVersion = 1

/** One workspace, judged, or the reason why it could not be. */
export interface LearnerGrades {
  /** What tells this workspace from the others. */
  readonly learner: string
  readonly workspace: string
  readonly problem: string | null
  /** Empty with a problem. */
  readonly graded: readonly Graded[]
}

export interface Summary {
  readonly format: typeof summaryFormat
  readonly version: typeof summaryVersion
  readonly learners: readonly LearnerSummary[]
  readonly exercises: readonly ExerciseSummary[]
}

export interface LearnerSummary {
  readonly learner: string
  readonly workspace: string
  /** Why the workspace could not be judged. */
  readonly problem: string | null
  readonly passed: number
  /** In the order of the course; empty with a problem. */
  readonly exercises: readonly {
    readonly name: string
    readonly outcome: ExerciseOutcome
    /** The wrong idea that was recognised. */
    readonly misconception: string | null
  }[]
}

export interface ExerciseSummary {
  readonly name: string
  readonly lesson: string
  readonly passed: number
  readonly failed: number
  readonly stopped: number
  readonly notStarted: number
  /** How many learners fail a check, the most frequent first. */
  readonly checks: readonly Frequency[]
  /** How many learners have a wrong idea, the most frequent first. */
  readonly misconceptions: readonly Frequency[]
}

interface Frequency {
  readonly name: string
  readonly learners: number
}

/** One row for each learner, and what all of them meet most often. */
export function summarizeLearners(grades: readonly LearnerGrades[]): Summary {
  const all = grades.flatMap(({ graded }) => graded)
  const names = [...new Set(all.map(({ name }) => name))]
  return {
    format: summaryFormat,
    version: summaryVersion,
    learners: grades.map(({ learner, workspace, problem, graded }) => ({
      learner,
      workspace,
      problem,
      passed: graded.filter((one) => outcomeOf(one) === 'pass').length,
      exercises: graded.map((one) => ({
        name: one.name,
        outcome: outcomeOf(one),
        misconception: misconceptionOf(one),
      })),
    })),
    exercises: names.map((name) => summarizeExercise(all.filter((one) => one.name === name))),
  }
}

function misconceptionOf({ explanation }: Graded): string | null {
  return explanation?.misconception?.name ?? null
}

/** `graded`: the same exercise of every learner. */
function summarizeExercise(graded: readonly Graded[]): ExerciseSummary {
  const count = (wanted: ExerciseOutcome) =>
    graded.filter((one) => outcomeOf(one) === wanted).length
  const failing = graded.flatMap(({ verdict }) => {
    const checks = verdict?.checks ?? []
    // A name that stands in a check twice is still one learner's.
    return [...new Set(checks.filter(({ state }) => state === 'fail').map(({ name }) => name))]
  })
  return {
    name: graded[0]?.name ?? '',
    lesson: graded[0]?.lesson ?? '',
    passed: count('pass'),
    failed: count('fail'),
    stopped: count('stopped'),
    notStarted: count('not-started'),
    checks: frequencies(failing),
    misconceptions: frequencies(graded.map(misconceptionOf).filter((name) => name !== null)),
  }
}

function frequencies(names: readonly string[]): Frequency[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .map(([name, learners]) => ({ name, learners }))
    .toSorted((a, b) => b.learners - a.learners)
}

/** One row for each learner, one column for each exercise; RFC 4180. */
export function summaryCsv({ learners, exercises }: Summary): string {
  const head = ['learner', 'workspace', 'problem', 'passed', ...exercises.map(({ name }) => name)]
  const rows = learners.map(({ learner, workspace, problem, passed, exercises: own }) => [
    learner,
    workspace,
    problem ?? '',
    problem === null ? String(passed) : '',
    ...exercises.map(({ name }) => own.find((one) => one.name === name)?.outcome ?? ''),
  ])
  return [head, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('')
}

/** A field that a spreadsheet would take for a formula is text for it, too. */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** What tells each path from the others: the parts that are not the same at the beginning or at the end of all. */
export function namesOf(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split('/').filter((part) => part !== ''))
  if (parts.length < 2) return parts.map((own) => own.at(-1) ?? '/')
  const shortest = Math.min(...parts.map((own) => own.length))
  const allSame = (at: (own: readonly string[]) => string | undefined) =>
    parts.every((own) => at(own) === at(parts[0] ?? []))
  let before = 0
  while (before < shortest - 1 && allSame((own) => own[before])) before++
  let after = 0
  while (after < shortest - before - 1 && allSame((own) => own.at(-1 - after))) after++
  return parts.map((own) => own.slice(before, own.length - after).join('/'))
}
