/** Many files in a row: a process goes on to the next file when nothing of the last one is left in it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { double, openJudging, type Judging } from './judging.ts'
import { misbehaving } from './misbehaving.ts'
import { eventually, gradingProcesses } from './processes.ts'

const right = 'export const double = (number: number): number => 2 * number\n'
const wrong = 'export const double = (number: number): number => number\n'

let judging: Judging
beforeEach(async () => {
  judging = await openJudging()
})
afterEach(() => judging.close())

function gradeMany(text: string) {
  const file = join(judging.workspace, 'many.ts')
  writeFileSync(file, text)
  return judging.grader.grade(double, file, { seed: 7, many: true })
}

const children = async () =>
  (await gradingProcesses()).filter(({ parent }) => parent === process.pid).map(({ pid }) => pid)

describe('one process', () => {
  test('judges one file after the other, right and wrong ones', async () => {
    expect(await gradeMany(right)).toMatchObject({ outcome: 'pass' })
    const first = await children()
    expect(first).toHaveLength(1)
    for (const text of [wrong, right, misbehaving['throws-error'], right]) await gradeMany(text)
    expect(await children()).toEqual(first)
  })

  test('says of each what a process of its own would say', async () => {
    const texts = [right, wrong, misbehaving['throws-error'], misbehaving.prints, wrong, right]
    for (const text of texts) {
      const many = await gradeMany(text)
      const file = join(judging.workspace, 'many.ts')
      expect(many).toEqual(await judging.grader.grade(double, file, { seed: 7 }))
    }
  })

  test('has printed nothing yet when the next file begins to print', async () => {
    await gradeMany(misbehaving['prints-much'])
    const { printed, printedCut } = await gradeMany(`console.log('one')\n${right}`)
    expect({ printed, printedCut }).toEqual({ printed: ['one'], printedCut: false })
  })
})

describe('a file that leaves something behind gets a verdict, and the next one another process:', () => {
  const leaving: readonly (readonly [string, string, 'pass' | 'stopped'])[] = [
    ['a global', `Object.assign(globalThis, { mine: 1 })\n${right}`, 'pass'],
    ['another console', `console.log = () => {}\n${right}`, 'pass'],
    ['a timer', `setTimeout(() => {}, 60_000)\n${right}`, 'pass'],
    ['a loop', misbehaving['endless-loop'], 'stopped'],
    ['a rejection', misbehaving['rejects-later'], 'stopped'],
    ['an exit', misbehaving['ends-by-exit'], 'stopped'],
  ]
  test.for(leaving)('%s', async ([, text, outcome]) => {
    await gradeMany(right)
    expect(await gradeMany(text)).toMatchObject({ outcome })
    expect(await gradeMany(right)).toMatchObject({ outcome: 'pass' })
  })
})

test('what an earlier file does when its time is over is not held against a later one', async () => {
  const later = `setTimeout(() => process.exit(1), 100).unref()\n${right}`
  await gradeMany(later)
  const slow = `await new Promise((resolve) => setTimeout(resolve, 300))\n${right}`
  expect(await gradeMany(slow)).toMatchObject({ outcome: 'pass' })
})

test('nothing is left when the grader is closed', async () => {
  await Promise.all([gradeMany(right), gradeMany(right)])
  await judging.grader.close()
  expect(await eventually(async () => (await children()).length === 0)).toBe(true)
})
