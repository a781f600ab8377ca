/** Has the grader judge every file of an exercise that stands for a learner's. */
import { join } from 'node:path'
import type { Grader, Verdict } from '../grader/index.ts'
import type { Exercise } from '../model.ts'
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
  /** One for each seed, in their order. */
  readonly verdicts: readonly Verdict[]
}

/** The random cases of a check must not matter: each of these seeds gives others. */
export const seeds = [1, 2611] as const

export function subjectsOf(exercise: Exercise, files: ExerciseFiles): Subject[] {
  const subject = (role: Role) => (file: string) => ({ exercise, role, file })
  return [
    subject('starter')(files.starter),
    subject('solution')(files.solution),
    subject('alternative')(files.alternative),
    ...files.misconceptions.map(subject('misconception')),
    ...files.cheats.map(subject('cheat')),
  ]
}

export async function judge(grader: Grader, root: string, subject: Subject): Promise<Judgement> {
  const verdicts: Verdict[] = []
  for (const seed of seeds)
    verdicts.push(await grader.grade(subject.exercise, join(root, subject.file), { seed }))
  return { ...subject, verdicts }
}
