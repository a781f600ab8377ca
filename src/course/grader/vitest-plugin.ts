/**
 * Makes `vitest run` judge the same code by the same rules as the loop does: the check's `./start.ts` leads to the file
 * in KMALLOC_TARGET (without it, to the starter), compiled by the grader's own `compile`. The vitest run is the grade of
 * record: `KMALLOC_TARGET=<file> npx vitest run exercises/<lesson>/<folder>`.
 */
import { readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import type { Plugin } from 'vitest/config'
import { compileExercise } from '../compile/exercise.ts'
import { bundleCheck } from './checks.ts'
import { compileAgainst } from './compile.ts'

const CHECK = /[\\/]check\.test\.ts$/
const LEARNER = 'learner-file:'

export function learnerFile(root: string, target: string | undefined): Plugin {
  return {
    name: 'kmalloc-course:learner-file',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source !== './start.ts' || !importer || !CHECK.test(importer)) return null
      // In Vite a name that begins with \0 is nobody else's.
      return `\0${LEARNER}${dirname(importer)}`
    },
    async load(id) {
      if (!id.startsWith(`\0${LEARNER}`)) return null
      const folder = id.slice(LEARNER.length + 1)
      return loadLearnerFile(root, folder, target ? resolve(target) : join(folder, 'start.ts'))
    },
  }
}

/** The file as the exercise in `folder` takes it; all paths are absolute. Throws what the loop would tell instead. */
export async function loadLearnerFile(
  root: string,
  folder: string,
  file: string,
): Promise<{ code: string; map: string }> {
  const [kernel, { needs }] = await Promise.all([
    openNames(folder),
    bundleCheck(root, relative(root, folder)),
  ])
  const { compiled, trouble } = await compileAgainst(file, kernel, needs)
  if (compiled) return { code: compiled.code, map: compiled.map }
  const at = trouble.position ? ` (${trouble.position.file}:${trouble.position.line})` : ''
  throw new Error(`${trouble.message}${at}`)
}

/** What the exercise lets a learner's file import from `kmalloc-course/kernel`. */
async function openNames(folder: string): Promise<readonly string[]> {
  const file = join(folder, 'README.md')
  const text = await readFile(file, 'utf8')
  return compileExercise({ folder, file, text, misconceptions: [] }).exercise.kernel
}
