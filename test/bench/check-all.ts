/** `check --all` as a whole command, on a workspace in which everything was handed in. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { allExercises, root } from '../exercises/exercises.ts'
import { median, type Table } from './table.ts'

const TIMES = 7
const LIMIT_MILLISECONDS = 40

function timed(...args: string[]): number {
  const begin = performance.now()
  spawnSync(process.execPath, args, { cwd: root })
  return performance.now() - begin
}

export async function checkAll(): Promise<Table> {
  const exercises = await allExercises()
  const rows = []
  for (const handedIn of ['solutions', 'starters'] as const) {
    const workspace = await mkdtemp(join(tmpdir(), 'kmalloc-bench-'))
    for (const { exercise, starter, right } of exercises) {
      const lesson = exercise.folder.split('/')[1] ?? ''
      const file = join(workspace, lesson, `${exercise.name}.ts`)
      mkdirSync(dirname(file), { recursive: true })
      cpSync(handedIn === 'solutions' ? (right[0] ?? starter) : starter, file)
    }
    const command = ['src/bin.cjs', 'check', '--all', '--workspace', workspace]
    const times = Array.from({ length: TIMES }, () => timed(...command))
    rows.push([handedIn, ...figures(times, exercises.length), String(LIMIT_MILLISECONDS)])
    await rm(workspace, { recursive: true })
  }
  return {
    title: `check --all, ${exercises.length} exercises, ${TIMES} times`,
    head: ['', 'whole command, median ms', 'an exercise, ms', 'limit ms'],
    rows,
    notes: ['', 'The start of the command is part of it. Build first: npm run build'],
  }
}

function figures(times: readonly number[], count: number): [string, string] {
  const middle = median(times)
  return [middle.toFixed(0), (middle / count).toFixed(1)]
}
