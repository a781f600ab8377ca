/** Names what a check is trying, so that a verdict can say it in words instead of in stack frames. */
import type { FigureView } from '#view/figure.ts'

/** What was being tried when something failed. */
export interface Attempt {
  /** In words, e.g. `kmalloc(100, GFP_KERNEL) on a fresh 256 MB machine`. */
  readonly tried: string
  /** What to look at next, in the words of the lesson. */
  readonly look: string | null
}

export interface AttemptOptions {
  readonly look?: string
  /**
   * How things stand after the attempt, as a picture. A verdict that fails shows it beside that of the solution, unless
   * one of the two cannot be made: then it may throw or give null.
   */
  readonly figure?: () => FigureView | null
}

/** Hears of every attempt and its outcome, and lets the check go on whatever that is. */
export interface AttemptSurvey {
  /** Returns what to call when the attempt has ended; `thrown` is null if it threw nothing. */
  begin(
    tried: string,
    figure: (() => FigureView | null) | null,
  ): (thrown: { readonly value: unknown } | null) => void
}

let survey: AttemptSurvey | null = null
let failed: { readonly thrown: unknown; readonly attempt: Attempt } | null = null
let observer: ((tried: string) => void) | null = null

/** Runs `body`; what it throws is known from then on to have come from this attempt. */
export function attempt<T>(tried: string, body: () => T): T
export function attempt<T>(tried: string, options: AttemptOptions, body: () => T): T
export function attempt<T>(
  tried: string,
  optionsOrBody: AttemptOptions | (() => T),
  givenBody?: () => T,
): unknown {
  const body = typeof optionsOrBody === 'function' ? optionsOrBody : givenBody
  if (!body) throw new TypeError(`attempt('${tried}') needs a function that does it`)
  const options = typeof optionsOrBody === 'function' ? {} : optionsOrBody
  const { look = null } = options
  observer?.(tried)
  // A value such as 42 may be thrown again by another attempt.
  failed = null
  if (survey) return surveyed(survey.begin(tried, options.figure ?? null), body)
  const fail = (thrown: unknown): never => {
    remember(thrown, { tried, look })
    throw thrown
  }
  try {
    const outcome = body()
    if (outcome instanceof Promise) return outcome.catch(fail)
    return outcome
  } catch (thrown) {
    return fail(thrown)
  }
}

/** An attempt that failed gives the check nothing back, and the check goes on with that. */
function surveyed(
  ended: (thrown: { readonly value: unknown } | null) => void,
  body: () => unknown,
): unknown {
  const failed = (value: unknown): undefined => {
    ended({ value })
    return undefined
  }
  const passed = (outcome: unknown) => {
    ended(null)
    return outcome
  }
  try {
    const outcome = body()
    return outcome instanceof Promise ? outcome.then(passed, failed) : passed(outcome)
  } catch (thrown) {
    return failed(thrown)
  }
}

/** The attempt that threw this very value; null if it was thrown outside of any. */
export function attemptOf(thrown: unknown): Attempt | null {
  return failed !== null && failed.thrown === thrown ? failed.attempt : null
}

/** The grader listens here; under plain vitest nobody does, and the words go into the error's message. */
export function observeAttempts(listener: (tried: string) => void): void {
  observer = listener
}

/** From here on no attempt throws; `null` puts an end to that. */
export function surveyAttempts(listener: AttemptSurvey | null): void {
  survey = listener
}

function remember(thrown: unknown, attempt: Attempt): void {
  // The innermost attempt says it best; those around it only pass the error on.
  if (attemptOf(thrown)) return
  failed = { thrown, attempt }
  if (!observer && thrown instanceof Error) thrown.message = `${attempt.tried}: ${thrown.message}`
}
