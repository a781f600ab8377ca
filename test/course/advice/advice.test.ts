/** What TypeScript says about a learner's file, wherever it is, in plain words. */
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adviseTypes } from '#course/advice/index.ts'
import { inPlainWords } from '#course/advice/plain.ts'
import { allExercises } from '../../exercises/exercises.ts'
import { temporaryFolder } from '../folder.ts'

const root = resolve('.')

async function adviseOn(text: string) {
  const file = join(temporaryFolder(), 'answer.ts')
  writeFileSync(file, text)
  return { file, advice: await adviseTypes(root, file) }
}

const told = async (text: string) => (await adviseOn(text)).advice.map(({ message }) => message)

describe('a file in any folder', () => {
  test('is checked against the simulator, and each piece of advice has its line', async () => {
    const { file, advice } = await adviseOn(`import { boot } from 'kmalloc-course/kernel'
const kernel = boot()
kernel.kmaloc(1, 2)
`)
    expect(advice).toEqual([
      {
        message: 'Kernel has no kmaloc. Is kmalloc meant?',
        position: { file, line: 3, column: 8, source: 'kernel.kmaloc(1, 2)' },
      },
    ])
  })

  test('without a mistake gets no advice, whatever of Node it uses and whatever types it leaves out', async () => {
    expect(
      await told(`function twice(number) { return 2 * number }
console.log(twice(1), structuredClone([1]), Buffer.from('a'), process.pid, setTimeout)
`),
    ).toEqual([])
  })

  test('that does not parse, or imports what it may not, has its verdict and needs no advice', async () => {
    expect(await told('export function (')).toEqual([])
    expect(await told(`import { readFileSync } from 'node:fs'\nreadFileSync('a')\n`)).toEqual([])
  })

  test('gets a few pieces of advice at most, one for a line, and none twice', async () => {
    expect(await told(`left + right\nright\nleft\nup\nmiddle\ndown\n`)).toEqual([
      'There is no left here. Is it spelled right, and declared or imported?',
      'There is no right here. Is it spelled right, and declared or imported?',
      'There is no up here. Is it spelled right, and declared or imported?',
    ])
  })

  test('is told nothing of mistakes in the files it imports', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'helper.ts'), 'export const one: number = "1"\n')
    writeFileSync(join(folder, 'answer.ts'), `export { one } from './helper.ts'\n`)
    expect(await adviseTypes(root, join(folder, 'answer.ts'))).toEqual([])
  })
})

describe('there is no advice, and no error,', () => {
  test('where TypeScript is not installed', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'answer.ts'), 'const a: number = "a"\n')
    expect(await adviseTypes(folder, join(folder, 'answer.ts'))).toEqual([])
  })

  test('on a file that is gone, and on a folder', async () => {
    const folder = temporaryFolder()
    expect(await adviseTypes(root, join(folder, 'gone.ts'))).toEqual([])
    expect(await adviseTypes(root, folder)).toEqual([])
  })

  test('for somebody who no longer waits for it', async () => {
    const file = join(temporaryFolder(), 'answer.ts')
    writeFileSync(file, 'const a: number = "a"\n')
    expect(await adviseTypes(root, file, { signal: AbortSignal.abort() })).toEqual([])
  })
})

const messages: readonly (readonly [number, string, string])[] = [
  [
    2322,
    `Type 'string' is not assignable to type 'number'.`,
    'This is string, but number is wanted here.',
  ],
  [
    2345,
    `Argument of type 'null' is not assignable to parameter of type 'VirtualAddress'.`,
    'The function is given null, but VirtualAddress is wanted here.',
  ],
  [2554, 'Expected 2 arguments, but got 1.', 'This call gives 1 value, but 2 are wanted.'],
  [2554, 'Expected 1-2 arguments, but got 3.', 'This call gives 3 values, but 1-2 are wanted.'],
  [
    2305,
    `Module '"kmalloc-course/kernel"' has no exported member 'kmaloc'.`,
    'kmalloc-course/kernel has no kmaloc to import.',
  ],
  [
    2741,
    `Property 'left_over' is missing in type '{ num: number; }' but required in type 'Estimate'.`,
    'left_over is missing: Estimate is wanted here.',
  ],
  [18047, `'cache' is possibly 'null'.`, 'cache may be null here. Ask for that first.'],
  [2999, 'Something rare.', 'TypeScript says: Something rare.'],
]

test.for(messages)('%i is said in plain words', ([code, message, plain]) => {
  expect(inPlainWords({ code, message, line: 1, column: 1 })).toBe(plain)
})

test('no starter and no solution of the course gets advice', { timeout: 120_000 }, async () => {
  for (const { starter, right } of await allExercises()) {
    for (const file of [starter, ...right]) expect(await adviseTypes(root, file), file).toEqual([])
  }
})
