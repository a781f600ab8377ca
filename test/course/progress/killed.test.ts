/** Courses that are killed or run side by side: what was saved stays saved, and the next one begins at once. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { build } from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '#lib/prng.ts'
import { exerciseProgress, openProgress } from '#course/progress/index.ts'
import {
  newWorkspace,
  cleanEnvironment,
  course,
  handIn,
  objectsPerSlab,
} from '../../cli/command.ts'
import { eventually } from '../grader/processes.ts'
import { temporaryFolder } from '../folder.ts'

const random = createRandom(2611)

/** A program that saves one attempt after the other, and says after each how many there are now. */
const saving = `
import { writeSync } from 'node:fs'
import { openProgress } from '#course/progress/index.ts'
const [folder = '', exercise = '', times = ''] = process.argv.slice(2)
const store = openProgress(folder)
for (let saved = 1; saved <= Number(times); saved++) {
  store.record({ kind: 'attempt', exercise, passed: false })
  writeSync(1, saved + '\\n')
}`

let program = ''
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kmalloc-killed-'))
  program = join(folder, 'saving.mjs')
  await build({
    stdin: { contents: saving, resolveDir: resolve('.'), loader: 'ts' },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
  })
  return () => rmSync(folder, { recursive: true })
})

interface Saving {
  readonly process: ChildProcess
  readonly ended: Promise<unknown>
  /** How many attempts it said it has saved. */
  saved(): number
}

async function startSaving(folder: string, exercise: string, times: number): Promise<Saving> {
  const saver = spawn(process.execPath, [program, folder, exercise, String(times)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(saver, 'close')
  let told = ''
  saver.stdout.setEncoding('utf8').on('data', (text: string) => (told += text))
  await once(saver.stdout, 'data')
  return { process: saver, ended, saved: () => told.split('\n').length - 1 }
}

async function kill({ process: running, ended }: Saving): Promise<void> {
  running.kill('SIGKILL')
  await ended
}

describe('while it saves, a course that is killed', () => {
  test('at 80 moments, with another one beside it, loses nothing it has saved', async () => {
    const folder = temporaryFolder()
    let [one, two] = [0, 0]
    for (let round = 0; round < 40; round++) {
      const savers = await Promise.all([
        startSaving(folder, 'one', 1000),
        startSaving(folder, 'two', 1000),
      ])
      await wait(random.integer(0, 12))
      await Promise.all(savers.map(kill))
      const store = openProgress(folder)
      expect(store.takeNotices()).toEqual([])
      const attempts = (name: string) => exerciseProgress(store.current(), name).attempts
      expect(attempts('one')).toBeGreaterThanOrEqual(one + savers[0].saved())
      expect(attempts('two')).toBeGreaterThanOrEqual(two + savers[1].saved())
      ;[one, two] = [attempts('one'), attempts('two')]
    }
    openProgress(folder).record({ kind: 'hint', exercise: 'one', number: 1 })
    const left = readdirSync(folder).filter((name) => !name.endsWith('.tmp'))
    expect(left).toEqual(['progress.json'])
  }, 120_000)
})

test('three courses that save at once lose nothing of each other', async () => {
  const folder = temporaryFolder()
  const savers = await Promise.all(
    ['shared', 'shared', 'own'].map((name) => startSaving(folder, name, 40)),
  )
  await Promise.all(savers.map(({ ended }) => ended))
  const progress = openProgress(folder).current()
  expect(exerciseProgress(progress, 'shared').attempts).toBe(80)
  expect(exerciseProgress(progress, 'own').attempts).toBe(40)
}, 60_000)

/** Everything that runs for a workspace: a course hands the variable on to all it starts. */
function processesOf(workspace: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`KMALLOC_WORKSPACE=${workspace}`)
    } catch {
      // It has ended meanwhile, or is somebody else's.
      return false
    }
  })
}

describe('the whole course, killed', () => {
  const doings: readonly (readonly [string, readonly string[], string])[] = [
    ['reading', ['--plain'], '\n\n\n\n'],
    ['grading', ['check', objectsPerSlab.name], ''],
    ['grading many', ['check', '--all'], ''],
    ['watching', ['watch', objectsPerSlab.name], '\n\n'],
  ]
  test.for(doings)('while %s, at five moments', { timeout: 60_000 }, async ([, args, input]) => {
    const workspace = newWorkspace()
    const file = handIn(workspace, 'alternative.ts')
    const written = readFileSync(file, 'utf8')
    for (let round = 0; round < 5; round++) {
      const env = cleanEnvironment(workspace)
      const running = spawn(process.execPath, ['src/bin.cjs', ...args], { env })
      const ended = once(running, 'close')
      running.stdout.resume()
      running.stderr.resume()
      running.stdin.on('error', () => {}).write(input)
      await wait(random.integer(40, 400))
      running.kill('SIGKILL')
      await ended
      expect(openProgress(workspace).takeNotices()).toEqual([])
      expect(readFileSync(file, 'utf8')).toBe(written)
    }
    expect(await eventually(async () => processesOf(workspace).length === 0)).toBe(true)
    const { code, stderr } = await course(['check', objectsPerSlab.name], { workspace })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})
