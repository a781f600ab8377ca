import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    // Tests run on the sources; what a learner imports is the built package.
    alias: {
      'kmalloc-course/kernel': source('./src/kernel/index.ts'),
      'kmalloc-course/check': source('./src/course/check/index.ts'),
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
  },
})
