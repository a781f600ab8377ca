/**
 * All content, by the doctor; and one `vitest run` over the same files, which is the grade of record: the course's own
 * loop says of every file what vitest says, check by check.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Diagnosis, examine, type Judgement } from '#course/doctor/index.ts'
import { openGrader, type Grader, type Verdict } from '#course/grader/index.ts'
import { allExercises, root } from './exercises.ts'
import type { Recorded } from './vitest.config.ts'

/** The first one of the doctor's. */
const seed = 1
const minutes = 60_000
const exercises = await allExercises()

let grader: Grader
let diagnosis: Diagnosis
let record: readonly Recorded[]

beforeAll(async () => {
  grader = openGrader({ root })
  ;[diagnosis, record] = await Promise.all([examine({ root }), runVitest()])
}, 5 * minutes)
afterAll(() => grader.close())

async function runVitest(): Promise<readonly Recorded[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kmalloc-agreement-'))
  const path = join(folder, 'record.json')
  const cli = join(root, 'node_modules/vitest/vitest.mjs')
  const env = { ...process.env, KMALLOC_RECORD: path, KMALLOC_SEED: String(seed) }
  const run = spawn(process.execPath, [cli, 'run', '--config', 'test/exercises/vitest.config.ts'], {
    env,
    stdio: 'ignore',
  })
  await once(run, 'exit')
  const read: readonly Recorded[] = JSON.parse(await readFile(path, 'utf8'))
  await rm(folder, { recursive: true })
  return read
}

test('the doctor finds nothing to mend', () => {
  const told = diagnosis.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`)
  expect(told).toEqual([])
})

test('and it has looked at everything', () => {
  const files = exercises.flatMap(filesOf)
  expect(diagnosis.judgements.map(({ file }) => file).sort()).toEqual(files.toSorted())
  expect(diagnosis.examined.exercises).toBe(exercises.length)
})

describe('vitest and the loop agree', () => {
  test.for(exercises.map((proven) => [proven.exercise.name, proven] as const))(
    '%s',
    ([, proven]) => {
      const files = filesOf(proven)
      const byVitest = files.map((file) => ({ file, states: recorded(file) }))
      const byLoop = files.map((file) => ({ file, states: statesOf(judged(file)) }))
      expect(byLoop).toEqual(byVitest)
    },
  )
})

/** The doctor judges many files in one process; a learner's file gets one of its own. That makes no difference. */
describe('a process of its own gives the same verdict', () => {
  test.for(exercises.map(({ exercise }) => [exercise.name, exercise] as const))(
    '%s',
    async ([, exercise]) => {
      const own = diagnosis.judgements.filter(({ exercise: { name } }) => name === exercise.name)
      const some = own.filter(({ role }) => role === 'starter' || role === 'solution')
      const alone = await Promise.all(
        some.map(({ file }) => grader.grade(exercise, join(root, file), { seed })),
      )
      expect(alone).toEqual(some.map(({ verdicts }) => verdicts[0]))
    },
  )
})

function filesOf({ starter, right, misconceptions, cheats }: (typeof exercises)[number]): string[] {
  return [starter, ...right, ...misconceptions, ...cheats].map((file) =>
    file.slice(root.length + 1),
  )
}

function recorded(file: string): readonly string[] {
  return record.find((entry) => entry.file === file)?.states ?? ['not run by vitest']
}

function judged(file: string): Verdict | undefined {
  const found: Judgement | undefined = diagnosis.judgements.find((one) => one.file === file)
  return found?.verdicts[0]
}

function statesOf(verdict: Verdict | undefined): string[] {
  if (!verdict) return ['not judged']
  return verdict.checks.map(({ state }) => (state === 'fail' ? 'failed' : `${state}ed`))
}
