/** One vitest run over all files that stand for a learner's, each as a project of its own: the grade of record. */
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import type { Reporter, TestModule } from 'vitest/node'
import { learnerFile } from '../../src/course/grader/vitest-plugin.ts'
import { allExercises, root } from './exercises.ts'

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url))

const alias = {
  'kmalloc-course/kernel': source('kernel/index.ts'),
  'kmalloc-course/check': source('course/check/index.ts'),
}

const targets = (await allExercises()).flatMap(({ exercise, starter, right, ...wrong }) =>
  [starter, ...right, ...wrong.misconceptions, ...wrong.cheats].map((file) => ({
    file,
    check: `${exercise.folder}/check.test.ts`,
  })),
)

/** What vitest made of one file: the state of each check in order, nothing if it could not be loaded. */
export interface Recorded {
  readonly file: string
  readonly states: readonly string[]
}

const record: Reporter = {
  onTestRunEnd(modules) {
    const path = process.env['KMALLOC_RECORD']
    if (path) writeFileSync(path, JSON.stringify(modules.map(recorded)))
  },
}

function recorded({ project, children }: TestModule): Recorded {
  const states = [...children.allTests()].map((test) => test.result().state)
  return { file: project.name, states }
}

export default defineConfig({
  test: {
    reporters: [record],
    projects: targets.map(({ file, check }) => ({
      root,
      plugins: [learnerFile(root, file)],
      resolve: { alias },
      test: { name: relative(root, file), include: [check], pool: 'threads' },
    })),
  },
})
