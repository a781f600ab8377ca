/** `npm run test:vectors`: only the reference files, with a table of what was compared. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/vectors/*.test.ts'],
    env: { VECTORS_REPORT: 'yes' },
    disableConsoleIntercept: true,
  },
})
