/** What the soak and its processes tell each other. */
import type { Counts } from '../kernel/programs/coverage.ts'

/** Run the programs of `count` seeds, from `first` on. */
export interface Order {
  readonly first: number
  readonly count: number
}

/** What happened since the last report. */
export interface Report {
  readonly done: number
  readonly counts: Counts
  readonly failures: readonly string[]
}
