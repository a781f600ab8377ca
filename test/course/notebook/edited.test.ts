/** A learner's version of a cell, run in the cell's place in a process of its own. */
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runEdited } from '#course/notebook/edited.ts'
import { openNotebook } from '#course/notebook/index.ts'
import { makeScope } from '#course/notebook/scope.ts'
import { versionFile } from '#course/notebook/version-file.ts'
import * as play from '#course/play/package.ts'
import { temporaryFolder } from '../folder.ts'
import { lessonOf } from './lesson.ts'

const runtime = resolve('dist/grader')

const lesson = await lessonOf(
  [
    'cell',
    "const kernel = boot()\nconst ring = kernel.kmem_cache_create('ring', 100)\nprint('above')",
  ],
  ['answer', 'ring.num'],
  ['cell', 'const object = kernel.kmem_cache_alloc(ring, GFP_KERNEL)\nprint(ring.num)'],
  ['figure', 'arrayCache(ring)'],
  ['figure', 'memory(object, 16)'],
  ['cell', 'print(object)'],
  ['figure', 'slabs(ring)'],
)

/** The second cell, with this text in its place. */
function edited(text: string) {
  const file = join(temporaryFolder(), 'one-2.ts')
  writeFileSync(file, text)
  return runEdited({ lesson, cell: 1, file }, runtime)
}

describe('a version of a cell', () => {
  it('begins as the cell, with a line that says what it is, and then gives what the cell gives', async () => {
    const own = versionFile(lesson, 1)
    expect(own?.path).toBe('x/cells/one-2.ts')
    expect(own?.text).toMatch(/^\/\/ Your version of cell 2 of "One" \(x\)\..*\n\nconst object/)
    const { output, error, figures } = await edited(own?.text ?? '')
    const notebook = openNotebook(lesson)
    expect({ output, error }).toEqual(notebook.runCell(1))
    expect(figures).toEqual({ 0: notebook.figure(0), 1: notebook.figure(1) })
  })

  it('has everything above it in scope, in TypeScript, and shows its own output only', async () => {
    const text = `const object: number = kernel.kmem_cache_alloc(ring, GFP_KERNEL)\nprint(hex(object))\nconsole.log('too')`
    expect((await edited(text)).output).toMatch(/^0xc[0-9a-f]{7}\ntoo$/)
  })

  it('changes nothing for the lesson', async () => {
    const notebook = openNotebook(lesson)
    const before = notebook.runCell(2)
    await edited('const object = 1\nprint(ring.num = 3)')
    expect(notebook.runCell(2)).toEqual(before)
    expect(notebook.answer(0)).toBe('39')
  })

  it('without a name that a figure needs says so in the place of the figure', async () => {
    const { error, figures } = await edited('kernel.kmem_cache_alloc(ring, GFP_KERNEL)')
    expect(error).toBeNull()
    expect(figures[0]).toMatchObject({ kind: 'array cache' })
    expect(figures[1]).toEqual({ broken: 'object is not defined' })
  })
})

describe('what is wrong with a version is told at its own line', () => {
  const line = (number: number) => ({ of: 'version', line: number })

  it.each([
    [
      'an error',
      '// mine\n\nprint(1)\nkernel.nothing()',
      4,
      'TypeError: kernel.nothing is not a function',
    ],
    ['an error deep in the kernel', '\nkernel.kfree(print)', 2, /print|address/],
    ['a slip', 'print(1)\nconst a = (', 2, 'This does not parse: Unexpected end of file.'],
    ['a name taken', '\nconst ring = 1', 2, /^This does not fit the cells above: .*'ring'/],
    ['an import', '\n\nimport fs from "node:fs"', 3, /^A cell imports and exports nothing/],
    ['an endless loop', 'let a = 1\nfor (;;) a++', 2, /still running after a second/],
    ['an exit', '\nprocess.exit(0)', 2, 'It called process.exit(), which would end the course.'],
    [
      'a memory hog',
      'const all = []\nfor (;;) all.push(new Uint8Array(1e6).fill(1))',
      2,
      /more and more memory/,
    ],
    ['a flood', '\nfor (;;) print(1)', 2, /more than a hundred thousand times/],
  ])('%s', async (_, text, at, message) => {
    const { error } = await edited(text)
    expect(error?.origin).toEqual(line(at))
    expect(error?.message).toMatch(message)
  })

  it('but what the lesson above does is told at the lesson’s line', async () => {
    const broken = await lessonOf(
      ['cell', 'const a = 1'],
      ['cell', 'nothing()'],
      ['cell', 'print(a)'],
    )
    const file = join(temporaryFolder(), 'a.ts')
    writeFileSync(file, 'print(a)')
    const { error } = await runEdited({ lesson: broken, cell: 2, file }, runtime)
    expect(error).toEqual({
      message: 'ReferenceError: nothing is not defined',
      origin: { of: 'lesson', line: 11 },
    })
  })

  it('and a file that is gone is no crash', async () => {
    const { error } = await runEdited({ lesson, cell: 1, file: '/nowhere/a.ts' }, runtime)
    expect(error?.message).toContain('there is no such file')
  })
})

describe('a scratch file', () => {
  it('has every name a cell has', () => {
    expect(Object.keys(play)).toEqual(expect.arrayContaining(Object.keys(makeScope(() => {}))))
  })
})
