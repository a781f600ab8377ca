/** What a verdict says about code that can be judged. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { double, openJudging, type Judging } from './judging.ts'

let judging: Judging
beforeAll(async () => {
  judging = await openJudging()
})
afterAll(() => judging.close())

const right = 'export const double = (number: number): number => 2 * number\n'
const wrong = 'export const double = (number: number): number => number ** 2\n'

describe('a right answer', () => {
  test('passes every check', async () => {
    const verdict = await judging.gradeText(right)
    expect(verdict).toEqual({
      exercise: 'double',
      outcome: 'pass',
      checks: [
        { name: 'doubles a number', state: 'pass', failure: null },
        { name: 'doubles any number', state: 'pass', failure: null },
      ],
      trouble: null,
      printed: [],
      printedCut: false,
      seed: 7,
    })
  })

  test('passes whatever it prints, and what it prints is shown', async () => {
    const verdict = await judging.grade('prints')
    expect(verdict.outcome).toBe('pass')
    expect(verdict.printed).toEqual([
      'loading { twice: [ 1, 2 ] }',
      'doubling 21',
      'no line end',
      'Trace: here',
      // A frame of the learner's own, at its own line; no other.
      expect.stringMatching(/^ +at double \(.*double\.ts:6:11\)$/),
      expect.stringMatching(/^doubling \d+$/),
      'no line end',
      'Trace: here',
      expect.stringMatching(/double\.ts:6:11\)$/),
    ])
  })

  test('passes when it prints more than anybody reads; the rest is cut', async () => {
    const verdict = await judging.grade('prints-much')
    expect(verdict).toMatchObject({ outcome: 'pass', printedCut: true })
    expect(verdict.printed).toHaveLength(200)
  })

  test('may be spread over files of its own folder, and use types from anywhere', async () => {
    expect(await judging.grade('imports-beside')).toMatchObject({ outcome: 'pass' })
    const typed = `import type { Kernel } from 'kmalloc-course/kernel'\nimport type { Stats } from 'node:fs'\n`
    const uses = 'export type Both = Kernel | Stats\n'
    expect(await judging.gradeText(typed + uses + right)).toMatchObject({ outcome: 'pass' })
  })

  test('may use what the exercise opens of the kernel', async () => {
    const verdict = await judging.gradeText(`
      import { boot, GFP_KERNEL } from 'kmalloc-course/kernel'
      export function double(number: number): number {
        const kernel = boot()
        const address = kernel.kmalloc(64, GFP_KERNEL)
        kernel.write32(address, number)
        return 2 * kernel.read32(address)
      }`)
    expect(verdict).toMatchObject({ outcome: 'pass', trouble: null })
  })
})

describe('a wrong answer', () => {
  test('is told what was tried, what was expected and what came', async () => {
    const { outcome, checks } = await judging.gradeText(wrong)
    expect(outcome).toBe('fail')
    expect(checks[0]).toEqual({
      name: 'doubles a number',
      state: 'fail',
      failure: {
        tried: 'double(21)',
        message: 'expected 441 to be 42',
        compared: null,
        expected: '42',
        actual: '441',
        look: 'the section on numbers',
        position: null,
      },
    })
  })

  test('is told what the two values are, where the check says it', async () => {
    const { checks } = await judging.gradeText(wrong)
    expect(checks[1]?.failure?.compared).toBe('twice the number')
  })

  test('is judged to the end: every check tells its own', async () => {
    const { checks } = await judging.gradeText(wrong)
    expect(checks.map(({ state }) => state)).toEqual(['fail', 'fail'])
  })

  test('an error of the simulator is told in its own terms, at the line that caused it', async () => {
    const { checks } = await judging.gradeText(`
import { boot } from 'kmalloc-course/kernel'
export function double(number: number): number {
  boot().kfree(number)
  return 2 * number
}`)
    expect(checks[0]?.failure?.message).toMatch(/^The kernel found a bug and stopped: /)
    expect(checks[0]?.failure?.position?.line).toBe(4)
  })
})

describe('the random cases', () => {
  test('are the same for the same seed, to the last letter of the verdict', async () => {
    expect(await judging.gradeText(wrong, 11)).toEqual(await judging.gradeText(wrong, 11))
  })

  test('are others for another seed', async () => {
    const tried = async (seed: number) =>
      (await judging.gradeText(wrong, seed)).checks[1]?.failure?.tried
    expect(await tried(11)).not.toBe(await tried(12))
  })

  test('stay the same from save to save when nobody asks for a seed, and the verdict says which', async () => {
    const file = join(judging.workspace, 'unseeded.ts')
    await writeFile(file, wrong)
    const first = await judging.grader.grade(double, file)
    const second = await judging.grader.grade(double, file)
    expect(second).toEqual(first)
    expect(await judging.gradeText(wrong, first.seed)).toEqual(first)
  })
})

test('the checks that count are those of the course, not copies beside the learner’s file', async () => {
  await writeFile(join(judging.workspace, 'check.test.ts'), 'throw new Error("never read")\n')
  await writeFile(join(judging.workspace, 'start.ts'), 'throw new Error("never read")\n')
  expect(await judging.gradeText(right)).toMatchObject({ outcome: 'pass' })
})

test('two files can be judged at once', async () => {
  const files = [right, wrong].map((text, index) => ({
    text,
    file: join(judging.workspace, `both-${index}.ts`),
  }))
  await Promise.all(files.map(({ file, text }) => writeFile(file, text)))
  const verdicts = await Promise.all(files.map(({ file }) => judging.grader.grade(double, file)))
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(['pass', 'fail'])
})
