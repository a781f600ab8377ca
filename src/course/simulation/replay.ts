/** A whole scenario on a machine of its own: what happened, in numbers. */
import { type Kernel, KernelBug, KernelHang, NULL, watchNumbers } from '#kernel/index.ts'
import { type Outcome, SimulatedMachine, type Stop } from './machine.ts'
import type { Result } from './call.ts'
import { located, type Scenario, type ScenarioLine } from './scenario.ts'

export interface ReplaySummary {
  /** Calls that were made. */
  readonly operations: number
  /** Allocations that found an object in the array of the CPU, and those that did not. */
  readonly hits: number
  readonly misses: number
  readonly slabsGrown: number
  readonly slabsDestroyed: number
  /** Allocations that got NULL. */
  readonly failures: number
  /** Where the kernel stopped. After an oops the machine goes on, after anything else it does not. */
  readonly stops: readonly { readonly line: number; readonly call: string; readonly stop: Stop }[]
  /** Lines that were not run, because the machine had stopped. */
  readonly linesLeft: number
  /** Null when the kernel would stop over its own lists, because an object was given back twice, for example. */
  readonly slabinfo: string | null
}

export interface ReplayOptions {
  /** Told how many lines are done, now and then. */
  readonly onProgress?: (lines: number) => void
  /** Given every call, which it makes; for looking on. Without it the calls are just made. */
  readonly around?: (line: ScenarioLine, machine: SimulatedMachine, make: () => Outcome) => Outcome
}

/** Lines between two reports of progress. */
const reportEvery = 1000

/** Throws ScenarioError for a line that means nothing on its machine. */
export function replay(
  { options, lines }: Scenario,
  { onProgress, around = (_line, _machine, make) => make() }: ReplayOptions = {},
): ReplaySummary {
  const machine = new SimulatedMachine(options)
  const events = countEvents(machine.kernel)
  const stops: { line: number; call: string; stop: Stop }[] = []
  let [operations, failures, done] = [0, 0, 0]
  for (const line of lines) {
    if (machine.stopped) break
    for (const command of line.commands) {
      const call = located(line.number, () => machine.understand(command))
      const { result, stop } = around(line, machine, () => machine.perform(call))
      operations++
      if (isFailure(result)) failures++
      if (stop) stops.push({ line: line.number, call: call.text, stop })
      if (stop) break
    }
    done++
    if (done % reportEvery === 0) onProgress?.(done)
  }
  return {
    operations,
    hits: events.get('array-hit') ?? 0,
    misses: events.get('array-empty') ?? 0,
    slabsGrown: events.get('grown') ?? 0,
    slabsDestroyed: events.get('slab-destroyed') ?? 0,
    failures,
    stops,
    linesLeft: lines.length - done,
    slabinfo: slabinfoOf(machine.kernel),
  }
}

function slabinfoOf(kernel: Kernel): string | null {
  try {
    return kernel.slabinfo()
  } catch (error) {
    if (error instanceof KernelBug || error instanceof KernelHang) return null
    throw error
  }
}

/** How often each event happens from now on. */
function countEvents(kernel: Kernel): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  watchNumbers(kernel, (name) => counts.set(name, (counts.get(name) ?? 0) + 1))
  return counts
}

function isFailure(result: Result | null): boolean {
  if (result === null) return false
  if (result.kind === 'object') return result.address === NULL
  if (result.kind === 'pages') return result.frame === null
  if (result.kind === 'task') return result.state === 'dead'
  return result.kind === 'cache' && result.cache === null
}
