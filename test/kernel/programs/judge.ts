/** Runs the program of a seed, and says what is wrong with the simulator, if something is, in as few operations as possible. */
import { DecisionCheck } from '../trace/decisions/decisions.ts'
import { mustBeSame, run, type Watcher } from './carry_out.ts'
import type { Coverage } from './coverage.ts'
import { print, programOf, type Program } from './program.ts'
import { shrink } from './shrink.ts'

/** A sweep after so many operations: often enough to find most, seldom enough to be quick. */
const SWEEP = 25
/** One program in so many is run again on the machine that was reset: with nobody looking on, */
const AGAIN = 8
/** or, so many programs later, with every decision made again from its numbers. */
const DECISIONS = 4

/** Null when all is as it must be; else a text with the seed, what is broken, and the smallest program that shows it. */
export function judge(seed: number, coverage: Coverage): string | null {
  const program = programOf(seed)
  try {
    runTwice(program, seed, SWEEP, coverage)
    return null
  } catch (error) {
    const least = shrink(program, (candidate) => brokenBy(candidate, seed) !== null)
    const reason = brokenBy(least, seed) ?? `${String(error)}, but only in the whole program`
    return `seed ${seed}: ${reason}\n${print(least)}`
  }
}

function runTwice(program: Program, seed: number, sweepEvery: number, watcher?: Watcher): void {
  const first = run(program, sweepEvery, watcher)
  const other = seed % AGAIN
  if (other === 0) mustBeSame(first, run(program, sweepEvery))
  if (other === DECISIONS) mustBeSame(first, run(program, sweepEvery, new DecisionCheck()))
}

function brokenBy(program: Program, seed: number): string | null {
  try {
    runTwice(program, seed, 1)
    return null
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error
      ? `${String(error)}: ${error.cause.message}`
      : String(error)
  }
}
