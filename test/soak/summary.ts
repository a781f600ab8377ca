/** What a soak has reached, as text. */
import { goals, type Counts } from '../kernel/programs/coverage.ts'

const WIDTH = 48

/** All goals by group, with their counts. */
export function summary(counts: Counts): string {
  return Object.entries(goals())
    .map(([group, names]) => [group, ...names.map((name) => line(name, counts[name] ?? 0))])
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function line(name: string, times: number): string {
  return `  ${name.padEnd(WIDTH)}${String(times).padStart(12)}`
}

/** The goals that were never reached. */
export function missing(counts: Counts): string[] {
  return Object.values(goals())
    .flat()
    .filter((name) => counts[name] === undefined)
}
