/** Progress is never lost: not by a crash, a second course, a full disk, a damaged file or another version. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { exerciseProgress, isRead, openProgress, recordedAnswer } from '#course/progress/index.ts'
import { temporaryFolder } from '../folder.ts'

const now = () => new Date('2026-11-22T10:00:00Z')
const attempt = (exercise: string, passed: boolean) =>
  ({ kind: 'attempt', exercise, passed }) as const

function fileIn(folder: string): string {
  return join(folder, 'progress.json')
}

describe('what is recorded', () => {
  it('is there when the course is opened again', () => {
    const folder = temporaryFolder()
    openProgress(folder, now).record(
      { kind: 'place', lesson: '01-cache-types', section: 'naming' },
      { kind: 'read', lesson: '01-cache-types', section: 'naming' },
      {
        kind: 'predicted',
        lesson: '01-cache-types',
        prediction: 'naming/1',
        answer: '15',
        right: true,
      },
      { kind: 'hint', exercise: 'refill', number: 2 },
      attempt('refill', true),
    )
    const progress = openProgress(folder).current()
    expect(progress.place).toMatchObject({ lesson: '01-cache-types', section: 'naming' })
    expect(isRead(progress, '01-cache-types', 'naming')).toBe(true)
    expect(recordedAnswer(progress, '01-cache-types', 'naming/1')).toBe('15')
    expect(exerciseProgress(progress, 'refill')).toMatchObject({ attempts: 1, hints: 2 })
    expect(exerciseProgress(progress, 'refill').passed).toBe('2026-11-22T10:00:00.000Z')
  })

  it('can be read by a person', () => {
    const folder = temporaryFolder()
    openProgress(folder, now).record(attempt('refill', false))
    const text = readFileSync(fileIn(folder), 'utf8')
    expect(text).toContain('"format": "kmalloc-course progress",\n  "version": 1')
    expect(text.endsWith('}\n')).toBe(true)
  })

  it('keeps a pass whatever is tried later, and never shows fewer hints', () => {
    const store = openProgress(temporaryFolder(), now)
    store.record(attempt('refill', true), attempt('refill', false))
    store.record({ kind: 'hint', exercise: 'refill', number: 3 })
    store.record({ kind: 'hint', exercise: 'refill', number: 1 })
    const { attempts, passed, hints } = exerciseProgress(store.current(), 'refill')
    expect({ attempts, hints, isPassed: passed !== null }).toEqual({
      attempts: 2,
      hints: 3,
      isPassed: true,
    })
  })

  it('is told apart from what every object inherits', () => {
    const progress = openProgress(temporaryFolder()).current()
    expect(isRead(progress, '01-cache-types', 'constructor')).toBe(false)
    expect(recordedAnswer(progress, 'toString', 'valueOf')).toBe(null)
    expect(exerciseProgress(progress, 'constructor').attempts).toBe(0)
  })

  it('of two courses open at once is kept of both', () => {
    const folder = temporaryFolder()
    const [one, other] = [openProgress(folder), openProgress(folder)]
    one.record(attempt('refill', false))
    other.record(attempt('refill', true), { kind: 'read', lesson: 'a', section: 'b' })
    one.record(attempt('grow', true))
    const progress = openProgress(folder).current()
    expect(exerciseProgress(progress, 'refill')).toMatchObject({ attempts: 2 })
    expect(exerciseProgress(progress, 'grow')).toMatchObject({ attempts: 1 })
    expect(isRead(progress, 'a', 'b')).toBe(true)
    expect(one.current()).toEqual(progress)
  })

  it('of an exercise this version does not know stays, with fields it does not know', () => {
    const folder = temporaryFolder()
    const foreign = { attempts: 3, hints: 0, passed: null, stars: 5 }
    writeFileSync(
      fileIn(folder),
      JSON.stringify({
        format: 'kmalloc-course progress',
        version: 1,
        theme: 'dark',
        exercises: { 'of-tomorrow': foreign },
      }),
    )
    openProgress(folder).record(attempt('refill', false))
    const saved: unknown = JSON.parse(readFileSync(fileIn(folder), 'utf8'))
    expect(saved).toMatchObject({ theme: 'dark', exercises: { 'of-tomorrow': foreign } })
  })
})

describe('a file that cannot be used', () => {
  it.each([
    ['half a file', '{ "format": "kmalloc-course progress", "vers', 'damaged'],
    ['something else', '[1, 2, 3]', 'damaged'],
    [
      'a wrong field',
      '{"format":"kmalloc-course progress","version":1,"exercises":{"refill":{"attempts":"many"}}}',
      'damaged',
    ],
    ['an empty file', '', 'damaged'],
    ['a newer version', '{"format":"kmalloc-course progress","version":2}', 'newer'],
  ])('is kept aside under a new name: %s', (_, text, why) => {
    const folder = temporaryFolder()
    writeFileSync(fileIn(folder), text)
    const store = openProgress(folder)
    const kept = join(folder, `progress.${why}-1.json`)
    expect(store.takeNotices()).toMatchObject([{ kind: 'kept-aside', why, kept }])
    expect(store.startedEmpty).toBe(true)
    store.record(attempt('refill', true))
    expect(readFileSync(kept, 'utf8')).toBe(text)
    expect(openProgress(folder).takeNotices()).toEqual([])
  })

  it('never takes the name of one that was kept before', () => {
    const folder = temporaryFolder()
    for (const text of ['one', 'two']) {
      writeFileSync(fileIn(folder), text)
      openProgress(folder)
    }
    expect(readFileSync(join(folder, 'progress.damaged-1.json'), 'utf8')).toBe('one')
    expect(readFileSync(join(folder, 'progress.damaged-2.json'), 'utf8')).toBe('two')
  })

  it('names the field that is wrong', () => {
    const folder = temporaryFolder()
    writeFileSync(
      fileIn(folder),
      '{"format":"kmalloc-course progress","version":1,"exercises":{"refill":{"hints":-1}}}',
    )
    const [notice] = openProgress(folder).takeNotices()
    expect(notice?.reason).toContain('exercises.refill.hints')
  })

  it('stays where it is when it cannot be read, and is not written over', () => {
    const folder = temporaryFolder()
    mkdirSync(fileIn(folder))
    const store = openProgress(folder)
    expect(store.takeNotices()).toMatchObject([{ why: 'unreadable', kept: null }])
    store.record(attempt('refill', true))
    expect(exerciseProgress(store.current(), 'refill').attempts).toBe(1)
    expect(readdirSync(folder)).toEqual(['progress.json'])
  })

  it('is replaced by what is known when it is damaged while the course runs', () => {
    const folder = temporaryFolder()
    const store = openProgress(folder)
    store.record(attempt('refill', true))
    writeFileSync(fileIn(folder), 'oops')
    store.record(attempt('grow', true))
    const progress = openProgress(folder).current()
    expect(Object.keys(progress.exercises).sort()).toEqual(['grow', 'refill'])
  })
})

describe('a disk that takes nothing', () => {
  /** A workspace below a file cannot be made: the same as a full or a read-only disk, for root too. */
  function impossibleWorkspace() {
    const folder = temporaryFolder()
    const obstacle = join(folder, 'obstacle')
    writeFileSync(obstacle, '')
    return { obstacle, workspace: join(obstacle, 'workspace') }
  }

  it('is told once, and the course goes on', () => {
    const store = openProgress(impossibleWorkspace().workspace)
    store.record(attempt('refill', false))
    store.record(attempt('refill', true))
    expect(store.takeNotices()).toMatchObject([{ kind: 'not-saved' }])
    expect(exerciseProgress(store.current(), 'refill')).toMatchObject({ attempts: 2 })
  })

  it('loses nothing once it can be written again', () => {
    const { obstacle, workspace } = impossibleWorkspace()
    const store = openProgress(workspace)
    store.record(attempt('refill', false))
    rmSync(obstacle)
    store.record(attempt('grow', true))
    const progress = openProgress(workspace).current()
    expect(exerciseProgress(progress, 'refill').attempts).toBe(1)
    expect(exerciseProgress(progress, 'grow').attempts).toBe(1)
  })
})

describe('a course that is killed', () => {
  it('leaves half a file at most until the next save', () => {
    const folder = temporaryFolder()
    const half = `${fileIn(folder)}.4711.tmp`
    writeFileSync(half, '{ "version"')
    openProgress(folder).record(attempt('refill', true))
    expect(existsSync(half)).toBe(false)
  })

  it('leaves a whole file, and no lock that anybody waits for', async () => {
    const folder = temporaryFolder()
    const program = `
      const { openProgress } = await import('#course/progress/index.ts')
      const store = openProgress(${JSON.stringify(folder)})
      process.stdout.write('ready')
      for (;;) store.record({ kind: 'attempt', exercise: 'refill', passed: false })`
    for (const delay of [20, 31, 43]) {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', program],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      await once(child.stdout, 'data')
      await wait(delay)
      child.kill('SIGKILL')
      await once(child, 'close')
      const store = openProgress(folder)
      expect(store.takeNotices()).toEqual([])
      const before = exerciseProgress(store.current(), 'refill').attempts
      store.record(attempt('refill', false))
      expect(exerciseProgress(openProgress(folder).current(), 'refill').attempts).toBe(before + 1)
      expect(existsSync(`${fileIn(folder)}.lock`)).toBe(false)
    }
  }, 30_000)
})
