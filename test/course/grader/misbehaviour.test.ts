/** Whatever a learner's file does, it gets a verdict that says so in plain words, and nothing is left behind. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Trouble, Verdict } from '#course/grader/index.ts'
import { double, openJudging, type Judging, type Misbehaving } from './judging.ts'
import { misbehaving } from './misbehaving.ts'

let judging: Judging
beforeAll(async () => {
  judging = await openJudging()
})
afterAll(() => judging.close())

interface Expected {
  readonly kind: Trouble['kind']
  /** Line of the learner's own source, from 1; null where there is none to name. */
  readonly line: number | null
  readonly says: RegExp
}

const stopped: Partial<Record<Misbehaving, Expected>> = {
  'endless-loop': { kind: 'endless-loop', line: 8, says: /does a loop here ever end/ },
  'endless-regex': { kind: 'endless-loop', line: 4, says: /still running after a second/ },
  'endless-while-loading': { kind: 'endless-loop', line: 2, says: /does a loop here ever end/ },
  'eats-buffers': { kind: 'out-of-memory', line: 3, says: /more and more memory/ },
  floods: { kind: 'too-much-output', line: 2, says: /printed more than/ },
  'syntax-error': { kind: 'syntax-error', line: 3, says: /Expected "\)" but found "}"/ },
  'missing-export': { kind: 'missing-export', line: null, says: /needs double.*exports dobule/ },
  'imports-node': { kind: 'forbidden-import', line: 1, says: /'node:fs'/ },
  'imports-check': { kind: 'forbidden-import', line: 1, says: /'kmalloc-course\/check'/ },
  'imports-outside': { kind: 'forbidden-import', line: 1, says: /files in its own folder/ },
  'imports-computed': { kind: 'forbidden-import', line: 4, says: /'node:fs'/ },
  'imports-closed-name': {
    kind: 'forbidden-import',
    line: 3,
    says: /asks you to write it yourself: kmem_cache_estimate/,
  },
  'imports-closed-name-by-star': {
    kind: 'forbidden-import',
    line: 4,
    says: /asks you to write it yourself: kmem_cache_estimate/,
  },
  'throws-while-loading': { kind: 'threw', line: 3, says: /TypeError.*while it was loaded/ },
  'throws-null-while-loading': { kind: 'threw', line: null, says: /threw null, which is not an/ },
  'throws-in-timer': { kind: 'threw', line: 3, says: /Outside of any check.*nobody catches/ },
  'rejects-later': { kind: 'threw', line: 3, says: /Outside of any check.*nobody listens/ },
  'ends-by-exit': { kind: 'exit', line: 2, says: /called process\.exit\(\)/ },
  'ends-by-kill': { kind: 'exit', line: 2, says: /called process\.kill\(\)/ },
  'ends-by-abort': { kind: 'exit', line: 2, says: /called process\.abort\(\)/ },
  'never-settled': { kind: 'never-settled', line: null, says: /promise that was never settled/ },
  'never-settled-while-waiting': { kind: 'never-settled', line: null, says: /never settled/ },
  'never-settled-while-loading': {
    kind: 'never-settled',
    line: null,
    says: /no check could begin/,
  },
}

const messagesOf = (verdict: Verdict) => [
  verdict.trouble?.message ?? '',
  ...verdict.checks.map(({ failure }) => failure?.message ?? ''),
]

describe('code that cannot be judged to its end is stopped', () => {
  test.for(Object.entries(stopped))('%s', async ([name, expected]) => {
    const verdict = await judging.grade(name as Misbehaving)
    expect(verdict).toMatchObject({ outcome: 'stopped', trouble: { kind: expected.kind } })
    expect(verdict.trouble?.message).toMatch(expected.says)
    expect(verdict.trouble?.position?.line ?? null).toBe(expected.line)
    const source = verdict.trouble?.position?.source
    if (source !== undefined) expect(source).toBe(lineOf(name as Misbehaving, expected.line))
  })

  test('a loop of awaits is found between two turns', async () => {
    const { trouble } = await judging.grade('endless-async')
    expect(trouble?.kind).toBe('endless-loop')
    expect([1, 6, 7, 8]).toContain(trouble?.position?.line)
  })

  test('a heap that only grows is stopped before the machine suffers', async () => {
    const { trouble } = await judging.grade('eats-heap')
    expect(trouble?.kind).toBe('out-of-memory')
  })

  test('the check being run fails with what was tried, those behind it are skipped', async () => {
    const { checks } = await judging.grade('ends-by-exit')
    expect(checks.map(({ state }) => state)).toEqual(['fail', 'skipped'])
    expect(checks[0]?.failure?.tried).toBe('double(21)')
  })

  test('a rejection after the end leaves the checks as they were', async () => {
    const { checks } = await judging.grade('rejects-later')
    expect(checks.map(({ state }) => state)).toEqual(['pass', 'pass'])
  })

  test('a file that is not there is said to be missing', async () => {
    const file = `${judging.workspace}/gone.ts`
    const verdict = await judging.grader.grade(double, file)
    expect(verdict.trouble).toMatchObject({ kind: 'missing-file', position: null })
    expect(verdict.trouble?.message).toContain(file)
  })
})

test('a folder in the place of a file is said to be unreadable', async () => {
  const verdict = await judging.grader.grade(double, judging.workspace)
  expect(verdict.trouble?.kind).toBe('missing-file')
  expect(verdict.trouble?.message).toMatch(/is a folder, not a file/)
})

describe('what is thrown inside a check fails that check, and the next one still runs', () => {
  const thrown: [Misbehaving, RegExp, number | null][] = [
    ['throws-error', /^Your code threw TypeError: Cannot read.*'length'/, 7],
    ['throws-42', /^Your code threw 42, which is not an Error\.$/, null],
    ['throws-undefined', /^Your code threw undefined, which is not an Error\.$/, null],
    ['throws-null', /^Your code threw null, which is not an Error\.$/, null],
    ['too-deep', /called itself so often/, 2],
  ]
  test.for(thrown)('%s', async ([name, says, line]) => {
    const { outcome, checks } = await judging.grade(name)
    expect(outcome).toBe('fail')
    expect(checks.map(({ state }) => state)).toEqual(['fail', 'fail'])
    const failures = checks.map(({ failure }) => failure)
    expect(failures[0]).toMatchObject({ tried: 'double(21)', look: 'the section on numbers' })
    expect(failures[1]?.tried).toMatch(/^double\(\d+\)$/)
    for (const failure of failures) {
      expect(failure?.message).toMatch(says)
      expect(failure?.position?.line ?? null).toBe(line)
    }
  })
})

test('no verdict shows a frame or a path of the course', async () => {
  const names: Misbehaving[] = ['throws-error', 'throws-while-loading', 'rejects-later', 'too-deep']
  for (const name of names) {
    const told = messagesOf(await judging.grade(name)).join('\n')
    expect(told).not.toMatch(/\bat .*:\d+|node:|dist\/|runtime/)
  }
})

function lineOf(name: Misbehaving, line: number | null): string | undefined {
  return misbehaving[name].split('\n')[(line ?? 0) - 1]
}
