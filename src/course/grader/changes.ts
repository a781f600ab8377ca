/** What is different since the verdict before: it shows a learner whether the last change went the right way. */
import type { CheckResult, Verdict } from './verdict.ts'

export interface Changes {
  /** Names of checks that pass now and did not, or the other way round. */
  readonly passing: readonly string[]
  readonly failing: readonly string[]
  /** Attempts that were tried both times and were answered differently, and wrong. */
  readonly answers: readonly ChangedAnswer[]
}

interface ChangedAnswer {
  readonly tried: string
  /** Null where it was not the same thing that was wrong. */
  readonly values: { readonly before: string; readonly now: string } | null
}

/** Null where the two cannot be compared: another exercise, other random cases, or nothing that was judged to its end. */
export function changesSince(before: Verdict | null, now: Verdict): Changes | null {
  if (!before || before.exercise !== now.exercise || before.seed !== now.seed) return null
  if (before.checks.length === 0 || now.checks.length === 0) return null
  const earlier = new Map(before.checks.map((check) => [check.name, check]))
  const named = (is: CheckResult['state'], was: CheckResult['state']) =>
    now.checks
      .filter(({ name, state }) => state === is && earlier.get(name)?.state === was)
      .map(({ name }) => name)
  return {
    passing: named('pass', 'fail'),
    failing: named('fail', 'pass'),
    answers: now.checks.flatMap((check) => changedAnswer(earlier.get(check.name), check)),
  }
}

function changedAnswer(before: CheckResult | undefined, now: CheckResult): ChangedAnswer[] {
  const [was, is] = [before?.failure, now.failure]
  if (!was || !is || is.tried === null || was.tried !== is.tried) return []
  const { tried } = is
  if (was.compared !== is.compared || was.actual === null || is.actual === null) {
    return was.message === is.message ? [] : [{ tried, values: null }]
  }
  const values = { before: was.actual, now: is.actual }
  return values.before === values.now ? [] : [{ tried, values }]
}
