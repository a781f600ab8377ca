/** What is different since the last try. */
import { expect, test } from 'vitest'
import { changesSince } from '#course/grader/changes.ts'
import type { CheckResult, Failure, Verdict } from '#course/grader/index.ts'

const failure = (actual: string, tried: string | null = 'double(21)'): Failure => ({
  tried,
  message: `expected ${actual} to be 42`,
  compared: null,
  expected: '42',
  actual,
  look: null,
  position: null,
})
const pass = (name: string): CheckResult => ({ name, state: 'pass', failure: null })
const fail = (name: string, actual: string, tried?: string): CheckResult => ({
  name,
  state: 'fail',
  failure: failure(actual, tried),
})
const verdict = (...checks: CheckResult[]): Verdict => ({
  exercise: 'double',
  outcome: 'fail',
  checks,
  trouble: null,
  printed: [],
  printedCut: false,
  seed: 7,
})

test('checks that pass now, and checks that do not any more', () => {
  const changes = changesSince(
    verdict(fail('one', '1'), pass('two'), fail('three', '3')),
    verdict(pass('one'), fail('two', '2'), fail('three', '3')),
  )
  expect(changes).toEqual({ passing: ['one'], failing: ['two'], answers: [] })
})

test('the same attempt answered in another wrong way', () => {
  expect(changesSince(verdict(fail('one', '441')), verdict(fail('one', '23')))?.answers).toEqual([
    { tried: 'double(21)', values: { before: '441', now: '23' } },
  ])
})

test('an error in place of a wrong value, or another thing that is wrong, has no values to compare', () => {
  const [before, now] = [fail('one', '441'), fail('one', '23')]
  const other = { ...now, failure: { ...failure('23'), compared: 'bytes' } }
  const threw = { ...now, failure: { ...failure('23'), expected: null, actual: null } }
  for (const changed of [other, threw]) {
    expect(changesSince(verdict(before), verdict(changed))?.answers).toEqual([
      { tried: 'double(21)', values: null },
    ])
  }
  expect(changesSince(verdict(threw), verdict(threw))?.answers).toEqual([])
})

test('another attempt is no changed answer', () => {
  const changes = changesSince(verdict(fail('one', '441')), verdict(fail('one', '4', 'double(2)')))
  expect(changes?.answers).toEqual([])
})

test('nothing changed is known, too', () => {
  const same = verdict(fail('one', '1'))
  expect(changesSince(same, same)).toEqual({ passing: [], failing: [], answers: [] })
})

test('verdicts that cannot be compared: none before, another seed or exercise, nothing judged', () => {
  const now = verdict(fail('one', '1'))
  expect(changesSince(null, now)).toBeNull()
  expect(changesSince({ ...now, seed: 8 }, now)).toBeNull()
  expect(changesSince({ ...now, exercise: 'treble' }, now)).toBeNull()
  expect(changesSince({ ...now, checks: [] }, now)).toBeNull()
})
