/** Names what a check is trying, so that a verdict can say it in words instead of in stack frames. */

/** What was being tried when something failed. */
export interface Attempt {
  /** In words, e.g. `kmalloc(100, GFP_KERNEL) on a fresh 256 MB machine`. */
  readonly tried: string
  /** What to look at next, in the words of the lesson. */
  readonly look: string | null
}

export interface AttemptOptions {
  readonly look?: string
}

let failed: { readonly thrown: unknown; readonly attempt: Attempt } | null = null
let observer: ((tried: string) => void) | null = null

/** Runs `body`; what it throws is known from then on to have come from this attempt. */
export function attempt<T>(tried: string, body: () => T): T
export function attempt<T>(tried: string, options: AttemptOptions, body: () => T): T
export function attempt<T>(
  tried: string,
  optionsOrBody: AttemptOptions | (() => T),
  givenBody?: () => T,
): T {
  const body = typeof optionsOrBody === 'function' ? optionsOrBody : givenBody
  if (!body) throw new TypeError(`attempt('${tried}') needs a function that does it`)
  const look = typeof optionsOrBody === 'function' ? null : (optionsOrBody.look ?? null)
  observer?.(tried)
  // A value such as 42 may be thrown again by another attempt.
  failed = null
  const fail = (thrown: unknown): never => {
    remember(thrown, { tried, look })
    throw thrown
  }
  try {
    const outcome = body()
    if (outcome instanceof Promise) return outcome.catch(fail) as T
    return outcome
  } catch (thrown) {
    return fail(thrown)
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

function remember(thrown: unknown, attempt: Attempt): void {
  // The innermost attempt says it best; those around it only pass the error on.
  if (attemptOf(thrown)) return
  failed = { thrown, attempt }
  if (!observer && thrown instanceof Error) thrown.message = `${attempt.tried}: ${thrown.message}`
}
