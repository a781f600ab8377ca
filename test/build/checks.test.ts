/** A check that is broken is told to its author, and the build goes on. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildChecks } from '#build/checks.ts'
import { bundlePath } from '#course/grader/checks.ts'
import { temporaryFolder } from '../course/folder.ts'

it('names a check that is missing or cannot be read, and bundles the others', async () => {
  const root = temporaryFolder()
  const check = (name: string, code: string | null): void => {
    const folder = join(root, 'exercises', '00-lesson', name)
    mkdirSync(folder, { recursive: true })
    if (code !== null) writeFileSync(join(folder, 'check.test.ts'), code)
  }
  check('01-good', `import { test } from 'vitest'\ntest('x', () => {})\n`)
  check('02-missing', null)
  check('03-broken', 'const one = 1\nconst two = = 2\n')
  const problems = await buildChecks(root)
  expect(problems).toMatchObject([
    { file: 'exercises/00-lesson/02-missing/check.test.ts', line: 1 },
    { file: 'exercises/00-lesson/03-broken/check.test.ts', line: 2 },
  ])
  expect(problems[1]?.message).toContain('The check cannot be used: ')
  expect(existsSync(bundlePath(root, 'exercises/00-lesson/01-good'))).toBe(true)
})
