/** From a save to its verdict, and a cold `check` as a whole command; in empty starts of node where that says more. */
import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openGrader } from '#course/grader/index.ts'
import { allExercises, root, type Proven } from '../exercises/exercises.ts'
import { median, type Table } from './table.ts'

const SAVES = 15
const COMMANDS = 9
/** A learner reads the verdict and types; by then the next child has started and rehearsed. */
const MILLISECONDS_BETWEEN_SAVES = 500

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

async function timed(work: () => unknown): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

async function saves({ exercise, starter, right }: Proven): Promise<number[]> {
  const grader = openGrader({ root })
  await grader.warm(exercise)
  const times: number[] = []
  for (let save = 0; save < SAVES; save++) {
    const file = save % 2 === 0 ? starter : right[0]!
    await wait(MILLISECONDS_BETWEEN_SAVES)
    times.push(await timed(() => grader.grade(exercise, file)))
  }
  await grader.close()
  return times
}

const node = (...args: string[]) => timed(() => spawnSync(process.execPath, args))

/** How many empty starts of node one `check` of the built course takes, measured in turns. */
async function coldCheck(proven: Proven, workspace: string): Promise<number> {
  const { name, folder } = proven.exercise
  const lesson = folder.split('/')[1]!
  await mkdir(join(workspace, lesson), { recursive: true })
  await copyFile(proven.right[0]!, join(workspace, lesson, `${name}.ts`))
  const empty: number[] = []
  const check: number[] = []
  for (let turn = 0; turn < COMMANDS; turn++) {
    empty.push(await node('-e', '0'))
    check.push(await node(join(root, 'src/bin.cjs'), 'check', name, '--workspace', workspace))
  }
  return median(check) / median(empty)
}

export async function verdict(): Promise<Table> {
  const workspace = await mkdtemp(join(tmpdir(), 'kmalloc-bench-'))
  const rows: string[][] = []
  const all: number[] = []
  for (const proven of await allExercises()) {
    const times = await saves(proven)
    all.push(...times)
    const cold = await coldCheck(proven, workspace)
    rows.push([proven.exercise.name, ...figures(times), cold.toFixed(2)])
  }
  await rm(workspace, { recursive: true })
  rows.push(['all', ...figures(all), ''])
  return {
    title: 'Verdicts',
    head: ['exercise', 'save to verdict, median ms', '95 of 100 within ms', 'cold check, U'],
    rows,
    notes: [
      '',
      'U is an empty `node -e 0` in the same run. The starter and the solution are saved in turns.',
      'Asked for: median 50 ms, 95 of 100 within 80 ms, cold check 2.8 U. Build first: npm run build',
    ],
  }
}

const figures = (times: readonly number[]) => [
  median(times).toFixed(1),
  percentile(times, 0.95).toFixed(1),
]
