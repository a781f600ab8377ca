/**
 * `npm run soak`: thousands of random programs on all cores, and a count of what they reached. `npm run soak -- 500 7`
 * runs the programs of the seeds 7 to 506. It fails when an invariant breaks, or something is never reached.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Coverage } from '../kernel/programs/coverage.ts'
import type { Order, Report } from './messages.ts'
import { missing, summary } from './summary.ts'

const PROGRAMS = 10_000
/** More are of no use: the first ones say what is broken. */
const MOST_FAILURES = 5

interface Soak {
  readonly coverage: Coverage
  readonly failures: string[]
}

function numberOf(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new RangeError(
    `soak: ${text} is no number of programs or seed; give whole numbers above 0.`,
  )
}

async function soak(count: number, seed: number): Promise<Soak> {
  const coverage = new Coverage()
  const failures: string[] = []
  const width = Math.min(availableParallelism(), count)
  let done = 0
  const parts = Array.from({ length: width }, (_, index) => {
    const part = fork(fileURLToPath(new URL('./part.ts', import.meta.url)))
    const begin = Math.floor((count * index) / width)
    const end = Math.floor((count * (index + 1)) / width)
    const order: Order = { first: seed + begin, count: end - begin }
    part.send(order)
    part.on('message', (report: Report) => {
      done += report.done
      coverage.merge(report.counts)
      failures.push(...report.failures)
      for (const failure of report.failures) console.log(`${failure}\n`)
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${count} programs `)
      if (failures.length >= MOST_FAILURES) part.kill()
    })
    return part
  })
  const exits = await Promise.all(parts.map((part) => once(part, 'exit')))
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  const died = exits.some(([code]) => code !== 0)
  if (died && failures.length === 0) throw new Error('soak: a process has died')
  return { coverage, failures }
}

const [count, seed] = process.argv.slice(2)
const programs = numberOf(count, PROGRAMS)
const first = numberOf(seed, 1 + Math.floor(Math.random() * 2 ** 31))
const started = performance.now()
const { coverage, failures } = await soak(programs, first)
const seconds = Math.round((performance.now() - started) / 1000)
console.log(summary(coverage.counts))
console.log(`\n${programs} programs, seeds from ${first} on, ${seconds} seconds.`)
if (failures.length > 0) console.log(`${failures.length} of them are broken: see above.`)
const never = missing(coverage.counts)
if (never.length > 0) console.log(`\nNever reached: ${never.join(', ')}`)
if (failures.length === 0) console.log('No invariant was broken.')
if (failures.length + never.length > 0) process.exitCode = 1
