/** One process of the soak: runs the programs that it is told to, and reports what they reached and what they broke. */
import { Coverage } from '../kernel/programs/coverage.ts'
import { judge } from '../kernel/programs/judge.ts'
import type { Order, Report } from './messages.ts'

/** Programs between two reports. */
const REPORT_EVERY = 50

function work({ first, count }: Order): void {
  let coverage = new Coverage()
  let failures: string[] = []
  let done = 0
  const tell = (told = (): void => undefined): void => {
    const report: Report = { done, counts: coverage.counts, failures }
    process.send?.(report, undefined, undefined, told)
    coverage = new Coverage()
    failures = []
    done = 0
  }
  for (let i = 0; i < count; i++) {
    const failure = judge(first + i, coverage)
    if (failure !== null) failures.push(failure)
    done++
    if (failure !== null || done === REPORT_EVERY) tell()
  }
  tell(() => process.disconnect())
}

process.once('message', (order: Order) => work(order))
