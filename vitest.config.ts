/** The tests of the project; with KMALLOC_TARGET, the check of an exercise on that file. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { learnerFile } from './src/course/grader/vitest-plugin.ts'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A file to be judged by the check of an exercise; without it, the project's own tests run. */
const target = process.env['KMALLOC_TARGET']

export default defineConfig({
  plugins: [learnerFile(source('.'), target)],
  resolve: {
    // Tests run on the sources; what a learner imports is the built package.
    alias: {
      'kmalloc-course/kernel': source('./src/kernel/index.ts'),
      'kmalloc-course/check': source('./src/course/check/index.ts'),
      'kmalloc-course/play': source('./src/course/play/index.ts'),
    },
  },
  test: target
    ? { include: ['exercises/**/check.test.ts', 'test/course/grader/fixtures/**/check.test.ts'] }
    : {
        include: ['test/**/*.test.ts'],
        exclude: ['**/fixtures/**', '**/node_modules/**'],
        globalSetup: ['test/built.ts', 'test/runtime.ts'],
        // A busy machine is no failure; what hangs is found all the same.
        testTimeout: 30_000,
        // Most tests wait for another process now and then: a core is never left to the main process alone.
        maxWorkers: '100%',
      },
})
