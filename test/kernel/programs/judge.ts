/** Runs the program of a seed, and says what is wrong with the simulator, if something is, in as few operations as possible. */
import { DecisionCheck } from '../trace/decisions/decisions.ts'
import { mustBeSame, run, type Watcher } from './carry_out.ts'
import { Coverage } from './coverage.ts'
import { print, programOf, type Program } from './program.ts'
import { shrink } from './shrink.ts'

/** A sweep after so many operations: often enough to find most, seldom enough to be quick. */
const SWEEP = 25
/** The same while a program that fails is made smaller. */
const SWEEP_CLOSELY = 5
/**
 * Every other program is played with nobody looking on, as most machines are: that is another way through the
 * allocator, and a faster one. One in eight of all is run a second time on the machine that was reset, with somebody who
 * looks on, and must go the same way; and another one in eight with somebody who makes each decision again.
 */
const [QUIET, WATCHED_AGAIN, DECISIONS] = [2, 0, 4]
const EIGHT = 8

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

function runTwice(program: Program, seed: number, sweepEvery: number, coverage: Coverage): void {
  const quiet: Watcher = { watch: () => undefined, add: (what) => coverage.add(what) }
  const first = run(program, sweepEvery, seed % QUIET === 0 ? quiet : coverage)
  const other = seed % EIGHT
  if (other === WATCHED_AGAIN) mustBeSame(first, run(program, sweepEvery, coverage))
  if (other === DECISIONS) mustBeSame(first, run(program, sweepEvery, new DecisionCheck()))
}

function brokenBy(program: Program, seed: number): string | null {
  try {
    runTwice(program, seed, SWEEP_CLOSELY, new Coverage())
    return null
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error
      ? `${String(error)}: ${error.cause.message}`
      : String(error)
  }
}
