/** The bundle of a check: what it needs of the learner's file, and when it is made anew. */
import { cp, mkdtemp, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleCheck, bundlePath, loadCheck } from '#course/grader/checks.ts'
import { double, fixtures } from './judging.ts'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kmalloc-checks-'))
  await cp(fixtures, root, { recursive: true })
})
afterAll(() => rm(root, { recursive: true }))

test('names what the check needs, and leaves out what is loaded in the child', async () => {
  const { code, needs, inputs } = await bundleCheck(root, double.folder)
  expect(needs).toEqual(['double'])
  expect(inputs).toEqual([`${double.folder}/check.test.ts`])
  for (const name of ['vitest', 'kmalloc-course/check', './start.ts']) {
    expect(code).toContain(`from "${name}"`)
  }
})

test('the bundle of the build is used until a file of it is newer', async () => {
  const path = bundlePath(root, double.folder)
  const made = {
    code: '// made by the build',
    needs: [],
    inputs: [`${double.folder}/check.test.ts`],
  }
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, JSON.stringify(made))
  expect(await loadCheck(root, double.folder)).toEqual(made)

  const later = new Date(Date.now() + 60_000)
  await utimes(join(root, double.folder, 'check.test.ts'), later, later)
  expect((await loadCheck(root, double.folder)).code).toContain('doubles a number')
})

test('a bundle without its files, or none at all, is made anew', async () => {
  const path = bundlePath(root, double.folder)
  await writeFile(path, JSON.stringify({ code: 'old', needs: [], inputs: ['gone.ts'] }))
  expect((await loadCheck(root, double.folder)).needs).toEqual(['double'])
  await rm(path)
  expect((await loadCheck(root, double.folder)).needs).toEqual(['double'])
  expect(await readFile(path, 'utf8').catch(() => null)).toBeNull()
})
