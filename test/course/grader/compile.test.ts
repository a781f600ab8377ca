/** What the compiler lets a file import: a wrong idea of the course may lean on the solution, a learner may not. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compile } from '#course/grader/compile.ts'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'kmalloc-compile-'))
  write('exercises/01-one/01-double/solution.ts', 'export const double = (n: number) => 2 * n')
  write('exercises/01-one/01-double/alternative.ts', 'export const double = (n: number) => n + n')
})
afterAll(() => rmSync(root, { recursive: true }))

function write(path: string, text: string): string {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

async function importing(path: string, source: string) {
  const { compiled, trouble } = await compile(write(path, `export { double } from '${source}'`), [])
  return compiled ? 'compiled' : trouble.kind
}

describe('a misconception', () => {
  const folder = 'exercises/01-one/01-double/misconceptions'

  test('takes from the solution what it has right', async () => {
    expect(await importing(`${folder}/halves.ts`, '../solution.ts')).toBe('compiled')
  })

  test('takes nothing from any other file outside of its folder', async () => {
    expect(await importing(`${folder}/halves.ts`, '../alternative.ts')).toBe('forbidden-import')
  })
})

describe("a learner's file is refused", () => {
  const file = 'workspace/01-one/double.ts'
  const solution = 'exercises/01-one/01-double/solution.ts'

  test.for([`../../${solution}`, `./../../${solution}`, '../solution.ts'])(
    'when it imports %s',
    async (source) => {
      write('workspace/solution.ts', 'export const double = 1')
      expect(await importing(file, source)).toBe('forbidden-import')
    },
  )

  test('when it imports the solution by its whole path', async () => {
    expect(await importing(file, join(root, solution))).toBe('forbidden-import')
  })

  test('when a file beside it imports the solution', async () => {
    write('workspace/01-one/helper.ts', `export { double } from '../../${solution}'`)
    expect(await importing(file, './helper.ts')).toBe('forbidden-import')
  })

  test('when it goes through a misconception', async () => {
    const wrong = '../../exercises/01-one/01-double/misconceptions/halves.ts'
    expect(await importing(file, wrong)).toBe('forbidden-import')
  })

  test('when a link beside it leads to the solution', async () => {
    write(file, '')
    symlinkSync(join(root, solution), join(root, 'workspace/01-one/link.ts'))
    expect(await importing(file, './link.ts')).toBe('forbidden-import')
  })
})

test('a workspace behind a link has its files beside each other all the same', async () => {
  write('workspace/02-two/helper.ts', 'export const double = (n: number) => 2 * n')
  symlinkSync(join(root, 'workspace/02-two'), join(root, 'elsewhere'))
  expect(await importing('elsewhere/double.ts', './helper.ts')).toBe('compiled')
})
