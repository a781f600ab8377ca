/** `summary`: judges many workspaces, for an instructor. Nothing is written into any of them. */
import { constants, accessSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  namesOf,
  type LearnerGrades,
  summarizeLearners,
  summaryCsv,
} from '#course/report/summary.ts'
import { openWorkspace } from '#course/workspace/index.ts'
import { systemReason } from '#course/workspace/system.ts'
import { allExercises, type FoundExercise } from '../find.ts'
import { type FilesToGrade, gradeAll } from '../grade-all.ts'
import { openSessionGrader } from '../grading.ts'
import { printLines } from '../output.ts'
import { CourseError, exitCode } from '../problem.ts'
import { writeOutput } from '../reporter.ts'
import type { Session } from '../session.ts'
import { drawSummary } from '../show/summary.ts'
import { progressLine } from '../show/progress-line.ts'
import { parseSeed } from './check.ts'

export interface SummaryOptions {
  readonly format: 'pretty' | 'json' | 'csv'
  readonly output?: string
  readonly seed?: string
}

/** Everybody gets the same random cases, so that their verdicts can be compared. */
const usualSeed = 1

export async function summary(
  session: Session,
  folders: readonly string[],
  { format, output, seed }: SummaryOptions,
): Promise<void> {
  const { words, terminal } = session
  if (format === 'pretty' && output !== undefined)
    throw new CourseError(words.summaryOutput, words.summaryAdvice)
  const used = seed === undefined ? usualSeed : parseSeed(session, seed)
  const grades = await gradeWorkspaces(session, folders, used, format === 'pretty' || !!output)
  const made = summarizeLearners(grades)
  const { columns: width, unicode } = terminal
  if (format === 'pretty') printLines(drawSummary(made, { width, unicode, words }), terminal)
  else {
    const text = format === 'csv' ? summaryCsv(made) : `${JSON.stringify(made, null, 2)}\n`
    writeOutput(session, text, output)
  }
  const isWhole = grades.every(({ problem }) => problem === null)
  process.exitCode = isWhole ? exitCode.pass : exitCode.fail
}

interface Learner extends Pick<LearnerGrades, 'learner' | 'workspace' | 'problem'> {
  readonly files: FilesToGrade
}

/** Each file of each learner is judged in a process of its own. */
async function gradeWorkspaces(
  session: Session,
  folders: readonly string[],
  seed: number,
  showsProgress: boolean,
): Promise<LearnerGrades[]> {
  const { words, content, terminal } = session
  const exercises = allExercises(content.catalogue)
  const learners = openLearners(folders)
  const targets = learners
    .filter(({ problem }) => problem === null)
    .flatMap((learner) => exercises.map((exercise) => targetOf(learner, exercise)))
  const grader = await openSessionGrader(session)
  const progress = progressLine(terminal, showsProgress)
  try {
    const graded = await gradeAll(session, grader, targets, {
      seed,
      explain: true,
      onBegin: (done, total, name) => progress.show(done, total, words.checkingOf(name)),
      onGraded: () => undefined,
    })
    return learners.map(({ learner, workspace, problem }) => ({
      learner,
      workspace,
      problem,
      graded: graded.filter((_, index) => targets[index]?.workspace === workspace),
    }))
  } finally {
    progress.clear()
    await grader.close()
  }
}

function targetOf({ files, workspace }: Learner, exercise: FoundExercise) {
  return { ...exercise, files, workspace }
}

/** The same folder named twice is one learner; one that cannot be read has no part in how the others are called. */
function openLearners(folders: readonly string[]): Learner[] {
  const workspaces = [...new Set(folders.map((folder) => resolve(folder)))]
  const found = workspaces.map((workspace) => ({ workspace, problem: problemWith(workspace) }))
  const readable = found.filter(({ problem }) => problem === null).map(({ workspace }) => workspace)
  const names = namesOf(readable)
  return found.map(({ workspace, problem }) => ({
    learner: names[readable.indexOf(workspace)] ?? workspace,
    workspace,
    problem,
    files: openWorkspace(workspace),
  }))
}

function problemWith(workspace: string): string | null {
  try {
    if (!statSync(workspace).isDirectory()) return 'it is a file, not a folder'
    accessSync(workspace, constants.R_OK | constants.X_OK)
    return null
  } catch (error) {
    return systemReason(error)
  }
}
