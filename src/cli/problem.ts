/** Everything that can go wrong because of what was typed or found, and the one place that tells it. */

/** Exit codes of every command. */
export const exitCode = { pass: 0, fail: 1, misuse: 2 } as const

/** A sentence for the learner: what was wrong, and what to do. */
export class CourseError extends Error {
  override readonly name: string = 'CourseError'
  readonly advice: string
  readonly code: number

  constructor(message: string, advice = '', code: number = exitCode.misuse) {
    super(message)
    this.advice = advice
    this.code = code
  }
}

/** Errors of the course's own modules carry an `advice` too. */
function adviceOf(error: Error): string | null {
  return 'advice' in error && typeof error.advice === 'string' ? error.advice : null
}

/**
 * Prints an error in plain words and sets the exit code. An error nobody foresaw is a mistake of ours: it gets
 * one sentence, and its stack only for somebody who asks with KMALLOC_DEBUG=1.
 */
export function report(error: unknown): void {
  const { stderr, env } = process
  if (error instanceof Error) {
    const advice = adviceOf(error)
    if (advice !== null) {
      stderr.write(`${error.message}\n${advice === '' ? '' : `${advice}\n`}`)
      process.exitCode = error instanceof CourseError ? error.code : exitCode.misuse
      return
    }
  }
  const message = error instanceof Error ? error.message : String(error)
  stderr.write(
    `The course made a mistake of its own: ${message}\nYour files and progress are kept.\n`,
  )
  const debug = env['KMALLOC_DEBUG']
  if (debug && error instanceof Error) stderr.write(`${error.stack ?? ''}\n`)
  else stderr.write('KMALLOC_DEBUG=1 shows where it happened.\n')
  process.exitCode = exitCode.fail
}
