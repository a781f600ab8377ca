/** Has the grader judge every file of an exercise that stands for a learner's. */
import { join } from 'node:path'
import type { Grader, Verdict } from '../grader/index.ts'
import type { Questions } from '../grader/questions.ts'
import { judgeOwn } from '../grader/trials.ts'
import { findTwins } from '../grader/twins.ts'
import type { Exercise, Problem } from '../model.ts'
import type { ExerciseFiles } from './tree.ts'

export type Role = 'starter' | 'solution' | 'alternative' | 'misconception' | 'cheat'

/** A file to be judged. */
export interface Subject {
  readonly exercise: Exercise
  readonly role: Role
  /** From the root of the course. */
  readonly file: string
}

export interface Judgement extends Subject {
  /** One for each seed it was judged with, in their order. */
  readonly verdicts: readonly Verdict[]
}

/** The random cases of a check must not matter: each of these seeds gives others. */
const seeds = [1, 2611] as const

export function subjectsOf(exercise: Exercise, files: ExerciseFiles): Subject[] {
  const subject = (role: Role) => (file: string) => ({ exercise, role, file })
  return [
    subject('solution')(files.solution),
    subject('alternative')(files.alternative),
    subject('starter')(files.starter),
    ...files.misconceptions.map(subject('misconception')),
    ...files.cheats.map(subject('cheat')),
  ]
}

export interface JudgingOptions {
  readonly root: string
  /** One child process for all files of an exercise, which are the course's own. */
  readonly questions: Questions
  /** Judges what takes a process of its own. */
  readonly grader: Grader
}

/** `subjects`: all of one exercise. */
export async function judgeAll(
  options: JudgingOptions,
  exercise: Exercise,
  subjects: readonly Subject[],
): Promise<Judgement[]> {
  const pathOf = ({ file }: Subject) => join(options.root, file)
  const first = await judgeOwn(options, exercise, subjects.map(pathOf), seeds.slice(0, 1))
  // What passes must pass with any random cases, and what must not pass must not get through by luck.
  const again = subjects.filter(({ role }) => role !== 'starter' && role !== 'misconception')
  const others = await judgeOwn(options, exercise, again.map(pathOf), seeds.slice(1))
  return subjects.map((subject) => {
    const path = pathOf(subject)
    return { ...subject, verdicts: [...(first.get(path) ?? []), ...(others.get(path) ?? [])] }
  })
}

/** A misconception is worth its name only if it fails; then nothing else may answer as it does. */
export async function examineNames(
  options: Pick<JudgingOptions, 'root' | 'questions'>,
  exercise: Exercise,
  judgements: readonly Judgement[],
): Promise<Problem[]> {
  const caught = judgements
    .filter(({ role, verdicts }) => role === 'misconception' && verdicts.every(isFail))
    .map(({ file }) => file)
  const twins = await findTwins(options, exercise, seeds.slice(0, 1))
  return twins.filter(({ file }) => caught.includes(file))
}

function isFail({ outcome, checks }: Verdict): boolean {
  return outcome === 'fail' && checks.length > 0
}
