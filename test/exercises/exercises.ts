/** Every exercise of the course, with the files that stand for a learner's: what the proofs go over. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { exerciseFolders } from '#build/checks.ts'
import { compileExercise } from '#course/compile/exercise.ts'
import type { Exercise } from '#course/model.ts'

export const root = resolve('.')

export interface Proven {
  readonly exercise: Exercise
  /** All paths are absolute. */
  readonly starter: string
  readonly right: readonly string[]
  readonly misconceptions: readonly string[]
  readonly cheats: readonly string[]
}

export async function allExercises(): Promise<Proven[]> {
  return (await exerciseFolders(root)).map(prove)
}

function prove(folder: string): Proven {
  const path = (...parts: string[]) => join(root, folder, ...parts)
  const filesIn = (name: string) =>
    existsSync(path(name)) ? readdirSync(path(name)).map((file) => path(name, file)) : []
  const misconceptions = filesIn('misconceptions')
  const file = `${folder}/README.md`
  const { exercise } = compileExercise({
    folder,
    file,
    text: readFileSync(path('README.md'), 'utf8'),
    misconceptions: misconceptions.map((name) => name.replace(/^.*\/(.*)\.ts$/, '$1')),
  })
  return {
    exercise,
    starter: path('start.ts'),
    right: [path('solution.ts'), path('alternative.ts')],
    misconceptions,
    cheats: filesIn('cheats'),
  }
}

/** How a file is called in a test's name. */
export function shortName(file: string): string {
  return file.replace(/^.*\/exercises\/[^/]+\/[^/]+\//, '')
}
