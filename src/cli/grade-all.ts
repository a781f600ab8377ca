/** Judges many files, a few at a time, and hands the verdicts on in the order they were asked for. */
import { availableParallelism } from 'node:os'
import type { Grader } from '#course/grader/index.ts'
import type { Graded } from '#course/report/report.ts'
import type { WorkspaceExercise } from '#course/workspace/index.ts'
import { inParallel } from '#lib/parallel.ts'
import type { FoundExercise } from './find.ts'
import { inWorkspace, type Session } from './session.ts'

/** Where the learner's files are: all of a workspace that judging needs. */
export interface FilesToGrade {
  fileOf(exercise: WorkspaceExercise): string
  isStarted(exercise: WorkspaceExercise): boolean
}

export interface GradeOptions {
  readonly seed: number | undefined
  /** Find out why, too, for every verdict that is no pass. */
  readonly explain: boolean
  /** Called when the next one of the list is begun. */
  readonly onBegin: (done: number, total: number, name: string) => void
  /** Called once for each, in the order of the list. */
  readonly onGraded: (graded: Graded, target: FoundExercise) => void
}

type Course = Pick<Session, 'root' | 'content'>

/** Nothing a learner's file does makes this fail. */
export async function gradeAll(
  course: Course,
  grader: Grader,
  targets: readonly (FoundExercise & { readonly files: FilesToGrade })[],
  options: GradeOptions,
): Promise<Graded[]> {
  const waiting = new Map<number, Graded>()
  let begun = 0
  let told = 0
  return inParallel(targets, availableParallelism(), async (target, index) => {
    options.onBegin(begun++, targets.length, target.exercise.name)
    const graded = await gradeOne(course, grader, target, options)
    waiting.set(index, graded)
    for (let next = waiting.get(told); next; next = waiting.get(++told))
      options.onGraded(next, targets[told] ?? target)
    return graded
  })
}

async function gradeOne(
  course: Course,
  grader: Grader,
  { lesson, exercise, files }: FoundExercise & { readonly files: FilesToGrade },
  { seed, explain }: GradeOptions,
): Promise<Graded> {
  const target = inWorkspace(course, lesson.id, exercise)
  const { name, title } = exercise
  const file = files.fileOf(target)
  const graded = { name, title, lesson: lesson.id, file }
  if (!files.isStarted(target)) return { ...graded, verdict: null, explanation: null }
  const full = course.content.exercise(name)
  const options = { many: true, ...(seed !== undefined && { seed }) }
  const verdict = await grader.grade(full, file, options)
  const isPass = verdict.outcome === 'pass'
  const explanation = explain && !isPass ? await grader.explain(full, file, verdict) : null
  return { ...graded, verdict, explanation }
}
