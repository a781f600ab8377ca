/** A scratch file of the learner's: what it prints and shows, and what stops it. */
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { playFile } from '#course/play/run.ts'
import { starterText } from '#course/play/starter.ts'
import { temporaryFolder } from '../folder.ts'

const runtime = resolve('dist/grader')

function play(text: string, beside: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder()
  for (const [name, code] of Object.entries(beside)) writeFileSync(join(folder, name), code)
  const file = join(folder, 'scratch.ts')
  writeFileSync(file, text)
  return playFile(file, runtime)
}

const from = (...names: string[]) => `import { ${names.join(', ')} } from 'kmalloc-course/play'\n`

describe('a scratch file', () => {
  it('begins as one that prints and shows something', async () => {
    const { parts, trouble } = await play(starterText('scratch'))
    expect(trouble).toBeNull()
    expect(parts.map(({ kind }) => kind)).toEqual(['text', 'figure'])
  })

  it('shows a picture of the machine as it was at that moment, between what it prints', async () => {
    const text = `${from('boot', 'print', 'show', 'arrayCache', 'GFP_KERNEL')}
const kernel = boot()
const ring = kernel.kmem_cache_create('ring', 100)
for (const step of [1, 2]) {
  kernel.kmem_cache_alloc(ring, GFP_KERNEL)
  print('step', step)
  show(arrayCache(ring))
}`
    const { parts } = await play(text)
    expect(parts).toMatchObject([
      { kind: 'text', text: 'step 1' },
      { kind: 'figure', figure: { kind: 'array cache', entries: { length: 15 } } },
      { kind: 'text', text: 'step 2' },
      { kind: 'figure', figure: { kind: 'array cache', entries: { length: 14 } } },
    ])
  })

  it('may import from files beside it', async () => {
    const text = `${from('print')}import { two } from './two.ts'\nprint(two)`
    const { parts } = await play(text, { 'two.ts': 'export const two: number = 2' })
    expect(parts).toEqual([{ kind: 'text', text: '2' }])
  })

  it.each([
    ['an error', `${from('print')}\nprint(1)\nthrow new Error('no')`, 4, 'Error: no'],
    [
      'a kernel bug',
      `${from('boot')}\nboot().kfree(8)`,
      3,
      /^The kernel found a bug and stopped: kfree/,
    ],
    ['a slip', `${from('print')}print(`, 2, /not valid TypeScript/],
    [
      'a name that is not there',
      `${from('bot')}bot()`,
      1,
      "There is no bot in 'kmalloc-course/play'.",
    ],
    [
      'another package',
      "import fs from 'node:fs'\nfs.rmSync('x')",
      1,
      /^'node:fs' cannot be imported/,
    ],
    ['an endless loop', 'let a = 1\nwhile (a) a++', 2, /still running after a second/],
    ['an exit', '\nprocess.exit()', 2, /process\.exit/],
    [
      'a promise nobody settles',
      'await new Promise(() => {})',
      null,
      /waits for something that never/,
    ],
  ])('with %s is stopped at its line', async (_, text, line, message) => {
    const { trouble } = await play(text)
    expect(trouble?.message).toMatch(message)
    expect(trouble?.position?.line ?? null).toBe(line)
  })
})
