/** The outcome of judging a learner's file, as plain data: the screen, a pipe and a program all read this. */

export interface Verdict {
  /** Name of the exercise. */
  readonly exercise: string
  /** `pass`: all checks passed. `fail`: at least one did not. `stopped`: the code never got that far, see `trouble`. */
  readonly outcome: 'pass' | 'fail' | 'stopped'
  readonly checks: readonly CheckResult[]
  readonly trouble: Trouble | null
  /** What the learner's code printed, in order, cut at a limit. */
  readonly printed: readonly string[]
  readonly printedCut: boolean
  /** Seed of the random cases: `--seed` runs the very same ones again. */
  readonly seed: number
}

export interface CheckResult {
  /** A sentence: what the check asks for. */
  readonly name: string
  /** `skipped`: not tried, because something before it failed. */
  readonly state: 'pass' | 'fail' | 'skipped'
  readonly failure: Failure | null
}

export interface Failure {
  /** What was tried, in words: `kmalloc(100, GFP_KERNEL) on a fresh 256 MB machine`. */
  readonly tried: string | null
  readonly message: string
  /** What `expected` and `actual` are, where the check says so: `bytes of notes`. */
  readonly compared: string | null
  /** Printed forms, in full; null where the failure is not a comparison. */
  readonly expected: string | null
  readonly actual: string | null
  /** What to look at next, in the words of the lesson. */
  readonly look: string | null
  /** Where in the learner's file, if the failure came from there. */
  readonly position: Position | null
}

export interface Position {
  /** The learner's file, or another one that it imports; an absolute path. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  /** The line itself. */
  readonly source: string
}

/** Why the code could not be judged to the end. */
export interface Trouble {
  readonly kind:
    | 'missing-file'
    | 'syntax-error'
    | 'forbidden-import'
    | 'missing-export'
    | 'threw'
    | 'endless-loop'
    | 'never-settled'
    | 'out-of-memory'
    | 'too-much-output'
    | 'exit'
    | 'crash'
  /** One or two plain sentences: what happened and what to do. */
  readonly message: string
  readonly position: Position | null
}
