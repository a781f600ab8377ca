/** Reports as data: what a program reads is what docs/reports.md says, whatever a learner's code made. */
import { assert, property, string } from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import type { CheckResult, Verdict } from '#course/grader/index.ts'
import { junit } from '#course/report/junit.ts'
import { type Graded, makeReport } from '#course/report/report.ts'
import { namesOf, summarizeLearners, summaryCsv } from '#course/report/summary.ts'

const failed = (name: string, message: string, expected: string | null = null): CheckResult => ({
  name,
  state: 'fail',
  failure: {
    tried: 'f(1)',
    message,
    compared: null,
    expected,
    actual: expected,
    look: null,
    position: null,
  },
})
const passed: CheckResult = { name: 'it is there', state: 'pass', failure: null }

function verdict(checks: readonly CheckResult[], rest: Partial<Verdict> = {}): Verdict {
  const outcome = checks.every(({ state }) => state === 'pass') ? 'pass' : 'fail'
  const none = { trouble: null, printed: [], printedCut: false, seed: 1 }
  return { exercise: 'refill', outcome, checks, ...none, ...rest }
}

function graded(of: Verdict | null, name = 'refill', lesson = '01-a'): Graded {
  return { name, lesson, title: 'Refill', file: '/w/refill.ts', verdict: of, explanation: null }
}

interface Parsed {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  text: string
}

/** The elements of a document in order. Throws for what is no XML. */
function parse(xml: string): Parsed[] {
  const parser = new SaxesParser()
  const found: Parsed[] = []
  const open: Parsed[] = []
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, text: '' }
    found.push(element)
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  parser.on('text', (text) => {
    const last = open.at(-1)
    if (last) last.text += text
  })
  parser.write(xml).close()
  return found
}

const report = (...all: readonly Graded[]) => makeReport('/w', all)

describe('a report', () => {
  it('counts what passed, what failed and what was not started', () => {
    const stopped = verdict([], {
      outcome: 'stopped',
      trouble: { kind: 'crash', message: 'gone', position: null },
    })
    const all = [verdict([passed]), verdict([failed('a', 'no')]), stopped, null]
    const made = report(...all.map((one) => graded(one)))
    expect(made).toMatchObject({ total: 4, passed: 1, failed: 2, notStarted: 1 })
    expect(made.exercises.map(({ outcome, started }) => [outcome, started])).toEqual([
      ['pass', true],
      ['fail', true],
      ['stopped', true],
      ['not-started', false],
    ])
  })
})

describe('JUnit', () => {
  it('has a suite for each lesson and a case for each check', () => {
    const xml = junit(
      report(graded(verdict([passed, failed('it works', 'no')])), graded(null, 'grow', '02-b')),
    )
    const elements = parse(xml)
    expect(elements.map(({ name }) => name)).toEqual([
      'testsuites',
      'testsuite',
      'testcase',
      'testcase',
      'failure',
      'testsuite',
      'testcase',
      'skipped',
    ])
    expect(elements[0]?.attributes).toMatchObject({
      tests: '3',
      failures: '1',
      errors: '0',
      skipped: '1',
    })
    expect(elements[3]?.attributes).toEqual({ classname: '01-a.refill', name: 'it works' })
    expect(elements[4]?.text).toContain('Tried: f(1)')
    expect(elements[7]?.attributes).toEqual({ message: 'not started' })
  })

  it('calls code that was stopped an error, by its kind, even before any check', () => {
    const trouble = { kind: 'endless-loop', message: 'still running', position: null } as const
    const before = junit(report(graded(verdict([], { outcome: 'stopped', trouble }))))
    expect(parse(before).find(({ name }) => name === 'error')).toMatchObject({
      attributes: { type: 'endless-loop', message: 'still running' },
    })
    const within = [passed, failed('it ends', 'still running')]
    const during = parse(junit(report(graded(verdict(within, { outcome: 'stopped', trouble })))))
    expect(during.filter(({ name }) => name === 'testcase')).toHaveLength(2)
    expect(during.filter(({ name }) => name === 'error')).toHaveLength(1)
    expect(during.filter(({ name }) => name === 'failure')).toHaveLength(0)
  })

  it('stays XML and keeps every text, whatever a learner’s code made', () => {
    const anything = string({ unit: 'binary' })
    const kept = (text: string) =>
      text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    assert(
      property(anything, anything, anything, (name, message, printed) => {
        const check = failed(name, message, `${message}]]><!-- & "' -->`)
        const xml = junit(report(graded(verdict([check], { printed: [printed] }))))
        const elements = parse(xml)
        const attribute = elements.find((one) => one.name === 'testcase')?.attributes['name']
        expect(attribute).toBe(kept(name))
        expect(elements.find((one) => one.name === 'system-out')?.text ?? '').toBe(kept(printed))
        expect(elements.find((one) => one.name === 'failure')?.text).toContain(kept(message))
      }),
    )
  })
})

describe('a summary', () => {
  const learner = (name: string, ...of: readonly (Verdict | null)[]) => ({
    learner: name,
    workspace: `/all/${name}`,
    problem: null,
    graded: of.map((one, index) => graded(one, `exercise-${index}`)),
  })

  it('counts learners by exercise, check and misconception, the most frequent first', () => {
    const wrong = verdict([failed('a', 'no'), failed('b', 'no')])
    const other = verdict([passed, failed('b', 'no')])
    const anna = learner('anna', wrong, verdict([passed]))
    const [first, second] = learner('ben', other, null).graded
    const idea = { figures: null, divergence: null, advice: [] }
    const explained = { ...idea, misconception: { name: 'no-notes', blocks: [] } }
    const ben = {
      ...learner('ben'),
      graded: [{ ...first!, explanation: explained }, second!],
    }
    const { exercises, learners } = summarizeLearners([anna, ben])
    expect(exercises[0]).toMatchObject({
      name: 'exercise-0',
      failed: 2,
      checks: [
        { name: 'b', learners: 2 },
        { name: 'a', learners: 1 },
      ],
      misconceptions: [{ name: 'no-notes', learners: 1 }],
    })
    expect(exercises[1]).toMatchObject({ passed: 1, notStarted: 1 })
    expect(learners.map(({ passed }) => passed)).toEqual([1, 0])
  })

  it('calls learners by what tells their paths apart', () => {
    expect(namesOf(['/all/anna/workspace', '/all/ben/workspace'])).toEqual(['anna', 'ben'])
    expect(namesOf(['/all/anna', '/all/ben'])).toEqual(['anna', 'ben'])
    expect(namesOf(['/all/a/x', '/all/b/y'])).toEqual(['a/x', 'b/y'])
    expect(namesOf(['/all/anna'])).toEqual(['anna'])
    expect(namesOf(['/all', '/all/anna'])).toEqual(['all', 'all/anna'])
    expect(namesOf([])).toEqual([])
  })

  it('is a table for a spreadsheet, whatever a folder is called', () => {
    const names = ['anna', 'a,"b"', '=1+1', 'two\nlines']
    const csv = summaryCsv(summarizeLearners(names.map((name) => learner(name, null))))
    expect(csv).toBe(
      [
        'learner,workspace,problem,passed,exercise-0',
        'anna,/all/anna,,0,not-started',
        '"a,""b""","/all/a,""b""",,0,not-started',
        "'=1+1,/all/=1+1,,0,not-started",
        '"two\nlines","/all/two\nlines",,0,not-started',
        '',
      ].join('\r\n'),
    )
  })
})
