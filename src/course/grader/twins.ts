/** For authors: wrong ideas that no verdict could name, because something else answers the check in the same way. */
import { join } from 'node:path'
import type { Problem } from '../model.ts'
import { loadCheck } from './checks.ts'
import type { Explainable } from './explain.ts'
import type { Survey } from './protocol.ts'
import type { Questions } from './questions.ts'
import { ownFiles, SOLUTION, STARTER, surveyOwn } from './survey.ts'

export interface TwinsOptions {
  readonly root: string
  /** Asked about the course's own files. */
  readonly questions: Questions
}

/**
 * The misconceptions of an exercise that answer everything as another one, the starter or the solution does, with one of
 * the seeds, and those that cannot be surveyed at all.
 */
export async function findTwins(
  { root, questions }: TwinsOptions,
  exercise: Explainable,
  seeds: readonly number[],
): Promise<Problem[]> {
  const names = Object.keys(exercise.misconceptions)
  const [{ code: check }, files] = await Promise.all([
    loadCheck(root, exercise.folder),
    ownFiles(join(root, exercise.folder), names, exercise.kernel),
  ])
  const surveys = await surveyOwn(questions, { check, files, seeds, target: null })
  return names.flatMap((name) => {
    const message = problemWith(name, surveys, seeds)
    const file = `${exercise.folder}/misconceptions/${name}.ts`
    return message === null ? [] : [{ file, line: 1, message }]
  })
}

function problemWith(
  name: string,
  surveys: readonly Survey[],
  seeds: readonly number[],
): string | null {
  for (const seed of seeds) {
    const own = surveys.find((survey) => survey.name === name && survey.seed === seed)
    if (!own) return 'It cannot be told by its answers: it does not come to the end of the check.'
    const twin = surveys.find(
      (other) => other.seed === seed && other.name !== name && other.print === own.print,
    )
    if (twin)
      return `It answers everything as ${called(twin.name)} does (seed ${seed}), so no verdict can name it. Try something in the check that the two answer differently.`
  }
  return null
}

function called(name: string): string {
  if (name === STARTER) return 'the starter'
  return name === SOLUTION ? 'the solution' : `misconceptions/${name}.ts`
}
