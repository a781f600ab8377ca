/** Times that mean something on a computer that others use, too. */
import { Bench } from 'tinybench'

export interface Timed {
  readonly name: string
  /** Operations in one run, which should take about a tenth of a millisecond: few enough that nothing comes in between. */
  readonly operations: number
  readonly run: () => void
}

export interface Nanoseconds {
  /** One run in ten was faster: the computer did nothing else meanwhile. */
  readonly quiet: number
  readonly median: number
}

const ROUNDS = 3

/** Nanoseconds of one operation of each task. The tasks take turns, so that a busy moment does not hit one of them only. */
export async function measure(
  tasks: readonly Timed[],
  milliseconds: number,
): Promise<Nanoseconds[]> {
  const samples = tasks.map((): number[] => [])
  for (let round = 0; round < ROUNDS; round++) {
    const bench = new Bench({
      time: milliseconds / ROUNDS,
      warmupTime: round === 0 ? milliseconds / ROUNDS : 0,
      retainSamples: true,
    })
    for (const { name, run } of tasks) bench.add(name, run)
    await bench.run()
    for (const [index, { result }] of bench.tasks.entries()) {
      if (result?.state !== 'completed') continue
      for (const sample of result.latency.samples ?? []) samples[index]?.push(sample)
    }
  }
  return tasks.map(({ operations }, index) => {
    const sorted = (samples[index] ?? []).toSorted((a, b) => a - b)
    const at = (part: number) =>
      ((sorted[Math.floor(part * sorted.length)] ?? Number.NaN) * 1e6) / operations
    return { quiet: at(0.1), median: at(0.5) }
  })
}
