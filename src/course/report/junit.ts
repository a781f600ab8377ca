/** A report as JUnit XML, which every CI reads: lessons are suites, checks are cases. docs/reports.md describes it. */
import { textOf } from '#text/lines.ts'
import { render } from '#text/render.ts'
import type {
  CheckResult,
  Explanation,
  Failure,
  Position,
  Trouble,
  Verdict,
} from '../grader/index.ts'
import type { Graded, Report } from './report.ts'
import { type Element, xmlDocument } from './xml.ts'

/** The text of the XML file. A verdict that stopped is an error, a check that fails is a failure. */
export function junit({ exercises }: Pick<Report, 'exercises'>): string {
  const lessons = [...new Set(exercises.map(({ lesson }) => lesson))]
  const suites = lessons.map((lesson) => {
    const own = exercises.filter((exercise) => exercise.lesson === lesson)
    return suiteOf(lesson, own.flatMap(casesOf))
  })
  const attributes = {
    name: 'kmalloc-course',
    ...countsOf(suites.flatMap(({ content }) => content)),
  }
  return xmlDocument({ name: 'testsuites', attributes, content: suites })
}

function suiteOf(lesson: string, cases: readonly Element[]): Element {
  return { name: 'testsuite', attributes: { name: lesson, ...countsOf(cases) }, content: cases }
}

function countsOf(cases: readonly (Element | string)[]): Record<string, number> {
  const having = (wanted: string) =>
    cases.filter(
      (one) =>
        typeof one !== 'string' &&
        one.content.some((part) => typeof part !== 'string' && part.name === wanted),
    ).length
  return {
    tests: cases.length,
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
  }
}

function casesOf(graded: Graded): Element[] {
  const { verdict } = graded
  const make = (name: string, content: Element['content']): Element => ({
    name: 'testcase',
    attributes: { classname: `${graded.lesson}.${graded.name}`, name },
    content,
  })
  if (verdict === null) return [make(graded.title, [skipped('not started')])]
  const { trouble, checks } = verdict
  const cases = checks.map((check) => make(check.name, outcomeOf(check, graded, trouble)))
  // What stopped the code before or between checks belongs to none of them.
  const isTold = trouble === null || checks.some((check) => isTroubleOf(check, trouble))
  const stopped = isTold ? [] : [make('runs to its end', [errorOf(trouble)])]
  return withPrinted([...cases, ...stopped], verdict)
}

function outcomeOf(check: CheckResult, graded: Graded, trouble: Trouble | null): Element[] {
  if (check.state === 'pass') return []
  if (check.state === 'skipped') return [skipped('something before it failed')]
  if (trouble !== null && isTroubleOf(check, trouble)) return [errorOf(trouble, check.failure)]
  const { failure } = check
  const message = failure === null ? 'failed' : headline(failure)
  const text = failure === null ? '' : failureText(failure, graded)
  return [{ name: 'failure', attributes: { message, type: 'check' }, content: [text] }]
}

/** One line for a list; the values of a comparison say more than the words of the runner. */
function headline({ expected, actual, message }: Failure): string {
  const values = [expected, actual].filter((value) => value !== null)
  const isShort = values.length === 2 && !values.some((value) => value.includes('\n'))
  return isShort ? `expected ${values.join(', got ')}` : firstLine(message)
}

/** The check that was being run when the code was stopped. */
function isTroubleOf({ state, failure }: CheckResult, trouble: Trouble): boolean {
  return state === 'fail' && failure?.message === trouble.message
}

function errorOf({ kind, message, position }: Trouble, failure: Failure | null = null): Element {
  const tried = failure?.tried ?? null
  const text = lines([
    ['Tried', tried],
    ['What happened', message],
    ['Where', where(position)],
  ])
  return { name: 'error', attributes: { message: firstLine(message), type: kind }, content: [text] }
}

function skipped(message: string): Element {
  return { name: 'skipped', attributes: { message }, content: [] }
}

/** What the learner's screen says of it, in the same order. */
function failureText(failure: Failure, { explanation }: Graded): string {
  const { tried, compared, expected, actual, look, position, message } = failure
  const isComparison = expected !== null || actual !== null
  return lines([
    ['Tried', tried],
    ['Compared', compared],
    ['Expected', expected],
    ['What happened', actual ?? (isComparison ? null : message)],
    ['Where', where(position)],
    ['Look next', look],
    ['Misconception', explanation === null ? null : misconceptionText(explanation)],
  ])
}

const width = 100

function misconceptionText({ misconception }: Explanation): string | null {
  if (misconception === null) return null
  const told = render(misconception.blocks, { width, unicode: true, marks: true }).map(textOf)
  return `${misconception.name}\n${told.join('\n')}`
}

function lines(parts: readonly (readonly [string, string | null])[]): string {
  return parts.flatMap(([label, text]) => (text === null ? [] : [`${label}: ${text}`])).join('\n')
}

function where(position: Position | null): string | null {
  return position && `${position.file}:${position.line}: ${position.source.trim()}`
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}

/** What the code printed stands with the first of its cases. */
function withPrinted(cases: readonly Element[], { printed }: Verdict): Element[] {
  const output = { name: 'system-out', attributes: {}, content: [printed.join('\n')] }
  return cases.map((one, index) =>
    index > 0 || printed.length === 0 ? one : { ...one, content: [...one.content, output] },
  )
}
