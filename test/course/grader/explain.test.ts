/** Why a file does not pass: the wrong idea it holds, and where its machine parts ways with the solution's. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openGrader, type Explanation, type Grader } from '#course/grader/index.ts'
import { Questions } from '#course/grader/questions.ts'
import { findTwins } from '#course/grader/twins.ts'
import { double, fixtures, keep, runtime } from './judging.ts'
import { eventually, gradingProcesses } from './processes.ts'

let grader: Grader
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kmalloc-explain-'))
  grader = openGrader({ root: fixtures, runtime })
})
afterAll(async () => {
  await grader.close()
  await rm(folder, { recursive: true })
})

async function explained(
  exercise: typeof double | typeof keep,
  text: string,
  seed = 7,
): Promise<Explanation> {
  const file = join(folder, `${exercise.name}.ts`)
  await writeFile(file, text)
  const verdict = await grader.grade(exercise, file, { seed })
  return grader.explain(exercise, file, verdict)
}

const named = async (...args: Parameters<typeof explained>) =>
  (await explained(...args)).misconception?.name ?? null

describe('a misconception', () => {
  test('is named when all answers are its own, however the code is written', async () => {
    const { misconception } = await explained(
      double,
      `const power = (base: number, exponent: number): number =>
        exponent === 0 ? 1 : base * power(base, exponent - 1)
      export const double = async (given: number) => power(given, 2)`,
    )
    expect(misconception).toEqual({ name: 'squares', blocks: double.misconceptions.squares })
  })

  test('is named with every seed', async () => {
    const plusTwo = 'export const double = (n: number) => [n, 2].reduce((a, b) => a + b)'
    for (const seed of [1, 2, 2611]) expect(await named(double, plusTwo, seed)).toBe('adds-two')
  })

  test.for([
    ['right at first, then the misconception', 'n === 21 ? 42 : n * n'],
    ['the misconception at first, then another', 'n === 21 ? n * n : n + 2'],
    ['the misconception at first, then something else', 'n === 21 ? n * n : n * n + 1'],
    ['the starter', 'n'],
    ['something else', '-n'],
    ['an error', '(() => { throw new Error("no") })()'],
  ])('is not named for %s', async ([, expression]) => {
    const text = `export const double = (n: number): number => ${expression}`
    expect(await named(double, text)).toBeNull()
  })

  test('is not named when another one gives the same answers, and an author hears of it', async () => {
    const root = join(folder, 'course')
    await cp(fixtures, root, { recursive: true })
    const twin = 'export const double = (number: number): number => number ** 2\n'
    await writeFile(join(root, double.folder, 'misconceptions/powers.ts'), twin)
    const exercise = { ...double, misconceptions: { ...double.misconceptions, powers: [] } }
    const other = openGrader({ root, runtime })
    const file = join(root, double.folder, 'misconceptions/squares.ts')
    const verdict = await other.grade(exercise, file)
    expect((await other.explain(exercise, file, verdict)).misconception).toBeNull()
    await other.close()

    const questions = new Questions(runtime)
    const problems = await findTwins({ root, questions }, exercise, [1, 2])
    expect(problems.map((problem) => problem.file)).toEqual([
      `${double.folder}/misconceptions/squares.ts`,
      `${double.folder}/misconceptions/powers.ts`,
    ])
    expect(problems[0]?.message).toContain('misconceptions/powers.ts')
    expect(await findTwins({ root, questions }, double, [1, 2])).toEqual([])
    questions.close()
  })

  test('that never ends is told to its author, and keeps no other from being named', async () => {
    const root = join(folder, 'endless')
    await cp(fixtures, root, { recursive: true })
    const endless = 'export function double(): number {\n  for (;;);\n}\n'
    await writeFile(join(root, double.folder, 'misconceptions/adds-two.ts'), endless)
    const questions = new Questions(runtime)
    const [problem, ...others] = await findTwins({ root, questions }, double, [1])
    questions.close()
    expect(others).toEqual([])
    expect(problem).toMatchObject({ file: `${double.folder}/misconceptions/adds-two.ts` })
    expect(problem?.message).toContain('does not come to the end')
  })
})

const keeping = (body: string) => `
import { GFP_ATOMIC, GFP_KERNEL, type Kernel, type VirtualAddress } from 'kmalloc-course/kernel'
export function keep(kernel: Kernel, sizes: readonly number[]): VirtualAddress[] {
  ${body}
}`

describe('where the machines part ways', () => {
  test('is the first event that differs, told for both, with the state before and after', async () => {
    const { divergence } = await explained(
      keep,
      keeping('return sizes.map((size) => kernel.kmalloc(size + 100, GFP_KERNEL))'),
    )
    expect(divergence?.events.yours).toMatchObject({ function: '__kmalloc', file: 'mm/slab.c' })
    expect(divergence?.events.yours?.text).toContain('200')
    expect(divergence?.events.reference?.text).toContain('100')
    expect(divergence?.before.yours).toMatchObject([
      { kind: 'cache state', cache: 'size-256', changes: [] },
    ])
    expect(divergence?.after.reference).toMatchObject([{ cache: 'size-128' }])
    expect(divergence?.after.reference).not.toEqual(divergence?.before.reference)
  })

  test('is said of a machine that does nothing, too', async () => {
    const { divergence } = await explained(keep, keeping('return sizes.map(() => 0)'))
    expect(divergence?.events.yours).toBeNull()
    expect(divergence?.events.reference?.function).toBe('__kmalloc')
    expect(divergence?.before.yours).toEqual(divergence?.after.yours)
  })

  test('says nothing where all machines do the same', async () => {
    const same = keeping(
      'return sizes.map((size) => kernel.kmalloc(size, GFP_KERNEL)).map(() => 0)',
    )
    // The check itself asks the machine for more as soon as the answer is right; that is no difference.
    expect((await explained(keep, same)).divergence).toBeNull()
  })

  test('says nothing where there is no machine', async () => {
    expect((await explained(double, 'export const double = () => 1')).divergence).toBeNull()
  })
})

describe('a figure', () => {
  test('shows the attempt on both sides', async () => {
    const { figures } = await explained(keep, keeping('return []'))
    expect(figures).toMatchObject({
      yours: { kind: 'cache list' },
      reference: { kind: 'cache list' },
    })
    expect(figures?.yours).not.toEqual(figures?.reference)
  })
})

describe('nothing is explained', () => {
  const nothing = { misconception: null, divergence: null, figures: null, advice: [] }

  test('of a pass', async () => {
    expect(await explained(double, 'export const double = (n: number) => 2 * n')).toEqual(nothing)
  })

  test('when the rest of the check would never end', async () => {
    const text = keeping('if (sizes[0] === 500) for (;;);\n  return sizes.map(() => 0)')
    expect(await explained(keep, text)).toEqual(nothing)
  })

  test('of a file that is gone meanwhile, or cannot be loaded any more', async () => {
    const file = join(folder, 'gone.ts')
    await writeFile(file, 'export const double = () => 1')
    const verdict = await grader.grade(double, file)
    await writeFile(file, 'export const double = (')
    expect(await grader.explain(double, file, verdict)).toMatchObject({ misconception: null })
    await rm(file)
    expect(await grader.explain(double, file, verdict)).toEqual(nothing)
  })

  test('when it is not wanted any more', async () => {
    const file = join(folder, 'aborted.ts')
    await writeFile(file, keeping('for (;;);'))
    const verdict = await grader.grade(keep, join(fixtures, keep.folder, 'start.ts'))
    const aborting = new AbortController()
    const explaining = grader.explain(keep, file, verdict, { signal: aborting.signal })
    setTimeout(() => aborting.abort(), 50)
    expect(await explaining).toEqual(nothing)
  })
})

test('what the answers say is there before TypeScript has looked', async () => {
  const file = join(fixtures, double.folder, 'misconceptions/squares.ts')
  const verdict = await grader.grade(double, file)
  const parts: Explanation[] = []
  const whole = await grader.explain(double, file, verdict, { onPart: (part) => parts.push(part) })
  expect(parts).toEqual([whole])
  expect(parts[0]?.misconception?.name).toBe('squares')
})

test('what TypeScript finds is advice', async () => {
  const { advice } = await explained(double, 'export const double = (n: number): string => n * n\n')
  expect(advice).toHaveLength(1)
  expect(advice[0]?.position).toMatchObject({ line: 1 })
})

test('TypeScript is not asked where a file cannot be read: a pipe would keep it', async () => {
  await writeFile(join(folder, 'endless.ts'), ' '.repeat(2_000_000))
  const text = "export * from './endless.ts'\nexport const double = (n: number): string => n\n"
  expect((await explained(double, text)).advice).toEqual([])
})

test('no process is left that has explained something', async () => {
  const ours = async () => (await gradingProcesses()).filter(({ parent }) => parent === process.pid)
  expect(await eventually(async () => (await ours()).length === 0)).toBe(true)
})
