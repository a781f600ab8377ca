/** The programs of an exercise as texts: what they import, whether the alternative is another way. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Message, transform } from 'esbuild'
import * as kernel from '#kernel/index.ts'
import { isFile } from '../compile/is-file.ts'
import { loadCheck } from '../grader/checks.ts'
import type { Exercise, Problem } from '../model.ts'
import type { ExerciseFiles } from './tree.ts'

export interface Programs {
  readonly problems: readonly Problem[]
  /** There is a check, it is written and it can be bundled. */
  readonly hasCheck: boolean
}

export async function examinePrograms(
  root: string,
  exercise: Exercise,
  files: ExerciseFiles,
  isWritten: (file: string) => boolean,
): Promise<Programs> {
  const own = [files.starter, files.solution, files.alternative, ...files.misconceptions]
  const hasFile = (file: string) => isFile(join(root, file)) && isWritten(file)
  const present = [...own, ...files.cheats].filter(hasFile)
  const check = hasFile(`${files.folder}/check.test.ts`)
    ? await examineCheck(root, files)
    : { problems: [], hasCheck: false }
  const hasBoth = hasFile(files.alternative) && hasFile(files.solution)
  const alternative = hasBoth ? await examineAlternative(root, files) : []
  const problems = [
    ...examineAllowed(exercise),
    ...check.problems,
    ...present.flatMap((file) => examineImports(root, file)),
    ...alternative,
  ]
  return { problems, hasCheck: check.hasCheck }
}

/** The names a learner may import are names there are, and the task tells them. */
function examineAllowed({ folder, kernel: names, task }: Exercise): Problem[] {
  const file = `${folder}/README.md`
  const text = JSON.stringify(task)
  return names.flatMap((name) => {
    const add = (message: string) => [{ file, line: 1, message }]
    if (!(name in kernel)) return add(`kernel: kmalloc-course/kernel has no "${name}".`)
    return text.includes(name) ? [] : add(`kernel: the task does not say that ${name} is allowed.`)
  })
}

/** The check can be bundled, and all other files of the folder are parts of it. */
async function examineCheck(root: string, files: ExerciseFiles): Promise<Programs> {
  const file = `${files.folder}/check.test.ts`
  try {
    const { inputs } = await loadCheck(root, files.folder)
    const unused = files.others.filter((other) => !inputs.includes(other))
    const message = 'Nothing imports this: remove it, or import it in check.test.ts.'
    const problems = unused.map((other) => ({ file: other, line: 1, message }))
    return { problems, hasCheck: true }
  } catch (error) {
    const [first] = messagesOf(error)
    if (!first) throw error
    const message = `The check cannot be bundled: ${first.text}.`
    return { problems: [{ file, line: first.location?.line ?? 1, message }], hasCheck: false }
  }
}

function messagesOf(error: unknown): readonly Message[] {
  if (!(error instanceof Error && 'errors' in error && Array.isArray(error.errors))) return []
  return error.errors
}

/** What a learner's file is compared with stands alone: only `start.ts` comes into the workspace. */
function examineImports(root: string, file: string): Problem[] {
  const text = readFileSync(join(root, file), 'utf8')
  const beside = text.matchAll(/^\s*(?:import|export)\b[^'"]*['"]\.\/([^'"]+)['"]/gm)
  return [...beside].map(([, source = '']) => {
    const message = `It imports ${source}, which a learner does not get. Put it all into one file.`
    return { file, line: 1, message }
  })
}

async function examineAlternative(root: string, files: ExerciseFiles): Promise<Problem[]> {
  const { alternative, solution } = files
  const add = (message: string) => [{ file: alternative, line: 1, message }]
  const text = readFileSync(join(root, alternative), 'utf8')
  if (!/^\/\*\*[^*]*\S/.test(text))
    return add('It begins with a comment that says which way it goes.')
  const [one, other] = await Promise.all([bare(root, alternative), bare(root, solution)])
  if (one === null || one !== other) return []
  return add('It is the solution with other names: take another algorithm or data structure.')
}

/** The program without comments, types, spaces and the names it chose; null if it does not parse. */
async function bare(root: string, file: string): Promise<string | null> {
  const text = readFileSync(join(root, file), 'utf8')
  const options = { loader: 'ts', format: 'esm', minify: true, logLevel: 'silent' } as const
  return transform(text, options).then(
    ({ code }) => code,
    () => null,
  )
}
