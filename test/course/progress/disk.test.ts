/** A disk that is full or read-only: told once, nothing of what was saved before is touched, and all is saved later. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { exerciseProgress, openProgress } from '#course/progress/index.ts'
import { openWorkspace } from '#course/workspace/index.ts'
import { temporaryFolder } from '../folder.ts'

/** Which call to the disk fails, and how; null while the disk is well. */
const failing = vi.hoisted((): { call: string | null; code: string } => ({
  call: null,
  code: 'ENOSPC',
}))

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const orFail =
    <Call extends (...values: never[]) => unknown>(name: string, call: Call) =>
    (...values: Parameters<Call>): unknown => {
      if (failing.call !== name) return call(...values)
      // What was written until then is there, as on a real disk.
      if (name === 'writeFileSync') fs.writeSync(Number(values[0]), '{"half":')
      throw Object.assign(new Error(`${failing.code}: ${name}`), { code: failing.code })
    }
  const calls = ['openSync', 'writeFileSync', 'fsyncSync', 'renameSync', 'linkSync'] as const
  return { ...fs, ...Object.fromEntries(calls.map((name) => [name, orFail(name, fs[name])])) }
})

afterEach(() => {
  failing.call = null
})

const attempt = { kind: 'attempt', exercise: 'refill', passed: false } as const
const reasons = [
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk is full'],
  ['EROFS', 'the disk is read-only'],
  ['EACCES', 'permission denied'],
] as const

describe('progress, when the disk fails', () => {
  for (const call of ['openSync', 'writeFileSync', 'fsyncSync', 'renameSync']) {
    test.for(reasons)(`at ${call} with %s`, ([code, reason]) => {
      const folder = temporaryFolder()
      const store = openProgress(folder)
      store.record(attempt)
      const saved = readFileSync(join(folder, 'progress.json'), 'utf8')

      Object.assign(failing, { call, code })
      store.record(attempt)
      store.record(attempt)
      expect(store.takeNotices()).toMatchObject([{ kind: 'not-saved', reason }])
      expect(readFileSync(join(folder, 'progress.json'), 'utf8')).toBe(saved)
      expect(readdirSync(folder)).toEqual(['progress.json'])
      expect(exerciseProgress(store.current(), 'refill').attempts).toBe(3)

      failing.call = null
      store.record(attempt)
      expect(exerciseProgress(openProgress(folder).current(), 'refill').attempts).toBe(4)
    })
  }
})

describe('a starter, when the disk fails', () => {
  const exercise = {
    name: 'refill',
    lesson: '04',
    starter: resolve('exercises/01-cache-types/02-objects-per-slab/start.ts'),
  }
  test.for(['openSync', 'writeFileSync', 'fsyncSync'])('at %s is not there by half', (call) => {
    const folder = temporaryFolder()
    const workspace = openWorkspace(folder)
    Object.assign(failing, { call, code: 'ENOSPC' })
    expect(() => workspace.start(exercise)).toThrow(/the disk is full/)
    expect(readdirSync(join(folder, '04'))).toEqual([])
    failing.call = null
    expect(workspace.start(exercise).created).toBe(true)
  })

  test('is written without a second name where the disk knows none', () => {
    const workspace = openWorkspace(temporaryFolder())
    Object.assign(failing, { call: 'linkSync', code: 'EPERM' })
    const { file } = workspace.start(exercise)
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(exercise.starter, 'utf8'))
    expect(workspace.start(exercise).created).toBe(false)
  })
})

/** A small disk of its own, in a namespace of its own: nothing of it is left when the program has ended. */
function onSmallDisk(folder: string, commands: string) {
  const script = `mount -t tmpfs -o size=256k tmpfs "$0" || exit 99\n${commands}`
  return spawnSync('unshare', ['-rm', 'sh', '-c', script, folder, process.execPath], {
    encoding: 'utf8',
    env: { ...process.env, KMALLOC_WORKSPACE: join(folder, 'work'), LANG: 'C.UTF-8' },
  })
}

const hasSmallDisks = onSmallDisk(temporaryFolderOfModule(), 'exit 0').status === 0
if (!hasSmallDisks) {
  console.warn('No disk can be mounted here: the tests on a full and a read-only one are skipped.')
}

function temporaryFolderOfModule(): string {
  const folder = resolve('dist')
  mkdirSync(folder, { recursive: true })
  return folder
}

describe.skipIf(!hasSmallDisks)('the course on a real disk', () => {
  const name = 'objects-per-slab'
  const passes = `
    mkdir -p "$0/work/01-cache-types"
    cp exercises/01-cache-types/02-objects-per-slab/solution.ts "$0/work/01-cache-types/${name}.ts"
    "$1" src/bin.cjs hint ${name} > /dev/null`
  const checks = `"$1" src/bin.cjs check ${name}; code=$?`
  const shows = `echo "code $code"; ls "$0/work"; grep -c '"hints": 1' "$0/work/progress.json"`

  test('that is full: the verdict is told, and why it is not saved', () => {
    const fill = `cat /dev/zero > "$0/full" 2> /dev/null`
    const { stdout, stderr } = onSmallDisk(
      temporaryFolder(),
      [passes, fill, checks, shows].join('\n'),
    )
    expect(stdout).toContain(`${name} passes`)
    expect(`${stdout}${stderr}`).toContain('the disk is full')
    expect(stdout).toMatch(/code 0\n01-cache-types\nprogress\.json\n1\n$/)
  })

  test('that is read-only: the same', () => {
    const close = `mount -o remount,ro "$0"`
    const { stdout, stderr } = onSmallDisk(
      temporaryFolder(),
      [passes, close, checks, shows].join('\n'),
    )
    expect(stdout).toContain(`${name} passes`)
    expect(`${stdout}${stderr}`).toContain('the disk is read-only')
    expect(stdout).toMatch(/code 0\n01-cache-types\nprogress\.json\n1\n$/)
  })
})
