/** A verdict as lines: what was tried, what should have happened, what happened, where to look. */
import { indent, line, styled, type StyledLine, tidy } from '#text/lines.ts'
import { wrap } from '#text/wrap.ts'
import { changesSince } from '#course/grader/changes.ts'
import type { Explanation } from '#course/grader/explanation.ts'
import type { CheckResult, Failure, Verdict } from '#course/grader/verdict.ts'
import { drawChanges, drawExplanation, type ExplanationOptions } from './explanation.ts'
import { joined } from './groups.ts'
import { drawPosition, safe } from './learner-text.ts'
import { marks } from './marks.ts'

export interface VerdictOptions extends ExplanationOptions {
  /** What to do about a verdict that is no pass, e.g. the hint key; `null` to say nothing. */
  readonly advice: string | null
  /**
   * Why it is no pass: `coming` while that is being found out, `following` where `drawReasons` is printed below and says
   * what is to be done, too.
   */
  readonly explanation?: Explanation | 'coming' | 'following' | null
  /** The verdict on the last try, if there was one. */
  readonly previous?: Verdict | null
}

export function drawVerdict(verdict: Verdict, options: VerdictOptions): StyledLine[] {
  const told = [
    headline(verdict, options),
    verdict.trouble === null ? [] : drawTrouble(verdict.trouble, options),
    firstFailure(verdict, options),
  ]
  const printed = printedLines(verdict, options)
  if (verdict.outcome === 'pass') return joined([...told, printed])
  return joined([
    ...told,
    ...reasons(options),
    sinceLastTry(verdict, options),
    allChecks(verdict.checks, options),
    printed,
    options.explanation === 'following' ? [] : closing(verdict, options),
  ])
}

/** What follows a verdict that has been printed already, as groups of lines: the reasons, and what to do next. */
export function drawReasons(verdict: Verdict, options: VerdictOptions): StyledLine[] {
  return joined([...reasons(options), closing(verdict, options)])
}

function reasons(options: VerdictOptions): readonly (readonly StyledLine[])[] {
  const { explanation = null, words, width } = options
  if (explanation === 'coming') return [wrap([styled(words.why.looking, 'muted')], width)]
  if (explanation === 'following' || explanation === null) return []
  return drawExplanation(explanation, options)
}

function sinceLastTry(verdict: Verdict, options: VerdictOptions): StyledLine[] {
  const changes = changesSince(options.previous ?? null, verdict)
  return changes ? drawChanges(changes, options) : []
}

/** One line for lists of verdicts. */
export function verdictHeadline(verdict: Verdict, { words, unicode }: VerdictOptions): StyledLine {
  const { passed, failed } = marks(unicode)
  const { exercise, outcome } = verdict
  if (outcome === 'pass') return line(`${passed} ${words.passes(exercise)}`, 'good')
  const sentence = outcome === 'fail' ? words.fails(exercise) : words.stopped(exercise)
  return line(`${failed} ${sentence}`, 'bad')
}

function headline(verdict: Verdict, options: VerdictOptions): StyledLine[] {
  const { words, width } = options
  const total = verdict.checks.length
  const passed = verdict.checks.filter(({ state }) => state === 'pass').length
  const counted =
    verdict.outcome === 'pass'
      ? words.allChecks(total)
      : total > 0 && verdict.outcome === 'fail'
        ? words.checksPassed(passed, total)
        : ''
  return wrap([...verdictHeadline(verdict, options), styled(counted && ` ${counted}`)], width)
}

function drawTrouble(
  trouble: NonNullable<Verdict['trouble']>,
  options: VerdictOptions,
): StyledLine[] {
  const { words, width } = options
  return [
    ...wrap([styled(`${words.trouble[trouble.kind]}.`, 'strong')], width),
    ...wrap([styled(safe(trouble.message, options))], width),
    ...drawPosition(trouble.position, options),
  ]
}

function firstFailure({ checks, trouble }: Verdict, options: VerdictOptions): StyledLine[] {
  const failed = checks.find(({ state, failure }) => state === 'fail' && failure !== null)
  if (!failed?.failure) return []
  // What stopped everything has been told above it; what is left to say is when.
  const untold = { message: null, position: null }
  const told = failed.failure.message === trouble?.message
  return drawFailure(failed.name, { ...failed.failure, ...(told && untold) }, options)
}

/** `message` is null where it has been said already. */
function drawFailure(
  name: string,
  failure: Omit<Failure, 'message'> & { readonly message: string | null },
  options: VerdictOptions,
): StyledLine[] {
  const { words, width } = options
  const { tried, expected, actual, look, message, position } = failure
  const isComparison = expected !== null || actual !== null
  const happened = actual ?? (isComparison ? null : message)
  const parts: [string, string | null][] = [
    [words.tried, tried],
    [words.compared, failure.compared],
    [words.expected, expected],
    [words.happened, happened],
  ]
  const labels = [...parts, [words.look, look] as const].filter(([, text]) => text !== null)
  const column = Math.max(...labels.map(([label]) => label.length)) + 2
  const draw = ([label, text]: readonly [string, string | null]) =>
    text === null ? [] : labelled(label, safe(text, options), column, width)
  return [
    ...wrap([styled(safe(name, options), 'strong')], width),
    [],
    ...parts.flatMap(draw),
    ...drawPosition(position, options),
    ...draw([words.look, look]),
  ]
}

/** Narrower than this a value stands below its label. */
const roomForColumns = 56

/** The label and its text side by side; a picture, or anything of several lines, stands below in full. */
function labelled(label: string, text: string, column: number, width: number): StyledLine[] {
  const lines = text.split('\n')
  const beside = width >= roomForColumns && lines.length === 1
  if (beside) {
    const body = wrap(withCode(text), width - column)
    return indent(body, styled(label.padEnd(column), 'muted'), styled(' '.repeat(column)))
  }
  const body = lines.flatMap((part) =>
    lines.length > 1 ? [line(part)] : wrap(withCode(part), width - 2),
  )
  return [line(label, 'muted'), ...indent(body, styled('  '))]
}

/** Code between backquotes gets its colour; the backquotes stay, because a value may have them too. */
function withCode(text: string): StyledLine {
  const parts = text.split(/(`[^`]+`)/)
  return parts.map((part, index) => styled(part, index % 2 === 1 ? 'code' : 'plain'))
}

/** With one check only its name has been said already. */
function allChecks(checks: readonly CheckResult[], options: VerdictOptions): StyledLine[] {
  if (checks.length < 2) return []
  const { passed, failed, open } = marks(options.unicode)
  const look = {
    pass: line(passed, 'good'),
    fail: line(failed, 'bad'),
    skipped: line(open, 'muted'),
  }
  const lines = checks.flatMap(({ name, state }) => {
    const text = styled(safe(name, options), state === 'skipped' ? 'muted' : 'plain')
    const [first = [], ...rest] = wrap([text], options.width - 4)
    return [
      tidy([styled('  '), ...look[state], styled(' '), ...first]),
      ...indent(rest, styled('    ')),
    ]
  })
  return [line(options.words.otherChecks, 'muted'), ...lines]
}

function printedLines(verdict: Verdict, options: VerdictOptions): StyledLine[] {
  if (verdict.printed.length === 0) return []
  const { words } = options
  const lines = verdict.printed.flatMap((text) => text.split('\n'))
  const cut = verdict.printedCut ? [line(words.printedCut, 'muted')] : []
  return [
    line(words.youPrinted, 'muted'),
    ...indent(
      lines.map((text) => line(safe(text, options))),
      styled('  '),
    ),
    ...cut,
  ]
}

function closing(
  { seed, outcome }: Verdict,
  { words, advice, width }: VerdictOptions,
): StyledLine[] {
  const again = outcome === 'fail' ? wrap([styled(words.seed(seed), 'muted')], width) : []
  return [...(advice === null ? [] : wrap([styled(advice)], width)), ...again]
}
