/**
 * One vitest run over all files that stand for a learner's: the grade of record. For each of them a file of one line
 * imports the check anew, with the number of the file to be judged behind its name.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import type { Plugin } from 'vitest/config'
import type { Reporter, TestModule } from 'vitest/node'
import { loadLearnerFile } from '../../src/course/grader/vitest-plugin.ts'
import { allExercises, root } from './exercises.ts'

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url))

const targets = (await allExercises()).flatMap(({ exercise, starter, right, ...wrong }) =>
  [starter, ...right, ...wrong.misconceptions, ...wrong.cheats].map((file) => ({
    file,
    folder: join(root, exercise.folder),
  })),
)

/** What vitest made of one file: the state of each check in order, nothing if it could not be loaded. */
export interface Recorded {
  readonly file: string
  readonly states: readonly string[]
}

/** Where the record is to be written, and beside it the files that vitest runs. */
const path = process.env['KMALLOC_RECORD'] ?? ''
const folder = join(dirname(path), 'targets')

mkdirSync(folder, { recursive: true })
for (const [number, target] of targets.entries()) {
  const check = join(target.folder, 'check.test.ts')
  writeFileSync(join(folder, `${number}.test.ts`), testOf(`${check}?target=${number}`))
}

/** Files share a process one after the other, so each begins its random cases anew. */
function testOf(check: string): string {
  const random = JSON.stringify(source('course/check/random.ts'))
  const seed = Number(process.env['KMALLOC_SEED'])
  return `import { seedRandom } from ${random}\nseedRandom(${seed})\nawait import(${JSON.stringify(check)})\n`
}

const record: Reporter = {
  onTestRunEnd: (modules) => writeFileSync(path, JSON.stringify(modules.map(recorded))),
}

function recorded({ moduleId, children }: TestModule): Recorded {
  const number = Number(/(\d+)\.test\.ts$/.exec(moduleId)?.[1])
  const states = [...children.allTests()].map((test) => test.result().state)
  return { file: targets[number]?.file.slice(root.length + 1) ?? moduleId, states }
}

const prefix = '\0target:'

/** The check's `./start.ts` leads to the file whose number the check was imported with. */
const learnerFiles: Plugin = {
  name: 'kmalloc-course:learner-files',
  enforce: 'pre',
  resolveId(wanted, importer) {
    const [, number] = /check\.test\.ts\?target=(\d+)$/.exec(importer ?? '') ?? []
    return wanted === './start.ts' && number !== undefined ? `${prefix}${number}` : null
  },
  load(id) {
    const target = id.startsWith(prefix) && targets[Number(id.slice(prefix.length))]
    return target ? loadLearnerFile(root, target.folder, target.file) : null
  },
}

export default defineConfig({
  root: folder,
  plugins: [learnerFiles],
  resolve: {
    alias: {
      'kmalloc-course/kernel': source('kernel/index.ts'),
      'kmalloc-course/check': source('course/check/index.ts'),
    },
  },
  // A process for each file would take as long again as everything in it.
  test: { include: ['*.test.ts'], reporters: [record], pool: 'threads', isolate: false },
})
