/** The loop and `vitest run`, which is the grade of record, say the same about every file, check by check. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openGrader, type Grader } from '#course/grader/index.ts'
import { allExercises, root } from './exercises.ts'
import type { Recorded } from './vitest.config.ts'

const SEED = 1
const MINUTES = 60_000
const exercises = await allExercises()

let grader: Grader
let record: readonly Recorded[]

beforeAll(async () => {
  grader = openGrader({ root })
  record = await runVitest()
}, 3 * MINUTES)
afterAll(() => grader.close())

async function runVitest(): Promise<readonly Recorded[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kmalloc-agreement-'))
  const path = join(folder, 'record.json')
  const cli = join(root, 'node_modules/vitest/vitest.mjs')
  const env = { ...process.env, KMALLOC_RECORD: path, KMALLOC_SEED: String(SEED) }
  const run = spawn(process.execPath, [cli, 'run', '--config', 'test/exercises/vitest.config.ts'], {
    env,
    stdio: 'ignore',
  })
  await once(run, 'exit')
  const read: readonly Recorded[] = JSON.parse(await readFile(path, 'utf8'))
  await rm(folder, { recursive: true })
  return read
}

const files = exercises.flatMap(({ exercise, starter, right, misconceptions, cheats }) =>
  [starter, ...right, ...misconceptions, ...cheats].map(
    (file) => [file.slice(root.length + 1), exercise] as const,
  ),
)

test.for(files)('%s', async ([file, exercise]) => {
  const recorded = record.find((entry) => entry.file === file)
  const { checks } = await grader.grade(exercise, join(root, file), { seed: SEED })
  const states = checks.map(({ state }) => (state === 'fail' ? 'failed' : `${state}ed`))
  expect(states).toEqual(recorded?.states)
})
