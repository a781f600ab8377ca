/** The verdict made of what a child reports: only a check that ran and passed counts. */
import { expect, test } from 'vitest'
import { judge } from '#course/grader/judge.ts'
import type { Report } from '#course/grader/protocol.ts'

const map = JSON.stringify({ version: 3, sources: [], names: [], mappings: '' })

function outcomeOf(...states: readonly ('pass' | 'fail' | 'skipped')[]): string {
  const names = states.map((_, index) => `check ${index}`)
  const finished = states.map((state, check): Report => ({
    kind: 'finished',
    check,
    state,
    failure: null,
  }))
  const reports: Report[] = [{ kind: 'collected', names }, ...finished]
  const judged = { exercise: 'double', file: '/double.ts', seed: 1 }
  return judge(judged, { code: '', map, exports: [] }, { reports, trouble: null }).outcome
}

test('all checks passed: a pass', () => {
  expect(outcomeOf('pass', 'pass')).toBe('pass')
})

test('one that failed, was skipped or is missing: no pass', () => {
  expect(outcomeOf('pass', 'fail')).toBe('fail')
  expect(outcomeOf('pass', 'skipped')).toBe('fail')
  expect(outcomeOf()).toBe('fail')
})
