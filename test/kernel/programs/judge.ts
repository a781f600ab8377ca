/** Runs the program of a seed, and says what is wrong with the simulator, if something is, in as few operations as possible. */
import { mustBeSame, run, type Result } from './carry_out.ts'
import type { Coverage } from './coverage.ts'
import { print, programOf, type Program } from './program.ts'
import { shrink } from './shrink.ts'

/** A sweep after so many operations: often enough to find most, seldom enough to be quick. */
const SWEEP = 25
/** One program in so many is run again on the machine that was reset, with nobody looking on. */
const AGAIN = 8

/** Null when all is as it must be; else a text with the seed, what is broken, and the smallest program that shows it. */
export function judge(seed: number, coverage: Coverage): string | null {
  const program = programOf(seed)
  const isTwice = seed % AGAIN === 0
  try {
    const result = run(program, SWEEP, coverage)
    if (isTwice) mustBeSame(result, run(program, SWEEP))
    return null
  } catch (error) {
    const least = shrink(program, (candidate) => brokenBy(candidate, isTwice) !== null)
    const reason = brokenBy(least, isTwice) ?? `${String(error)}, but only in the whole program`
    return `seed ${seed}: ${reason}\n${print(least)}`
  }
}

function brokenBy(program: Program, isTwice: boolean): string | null {
  try {
    const first: Result = run(program, 1)
    if (isTwice) mustBeSame(first, run(program, 1))
    return null
  } catch (error) {
    return String(error)
  }
}
