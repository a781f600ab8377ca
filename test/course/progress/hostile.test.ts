/** Whatever stands in the place of the progress file: the course goes on, and nothing of what was there is lost. */
import { execFileSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exerciseProgress, isRead, openProgress } from '#course/progress/index.ts'
import { temporaryFolder } from '../folder.ts'

const attempt = { kind: 'attempt', exercise: 'refill', passed: true } as const
const head = '"format":"kmalloc-course progress","version":1'

/** A workspace whose progress file has this text. */
function withText(text: string) {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'progress.json'), text)
  return folder
}

const damaged: readonly (readonly [string, string])[] = [
  ['nothing at all', ''],
  ['half a file', `{${head},"exercises":{"refill":{"attempts":1`],
  ['bytes that are no text', Buffer.from([0, 255, 254, 1, 2, 3]).toString('latin1')],
  ['another kind of file', '{"name":"kmalloc-course"}'],
  ['a list', '[]'],
  ['null', 'null'],
  ['numbers that are none', `{${head},"exercises":{"refill":{"attempts":1e999}}}`],
  ['wrong types', `{${head},"exercises":[],"lessons":7,"place":"home"}`],
  ['lists ten thousand deep', `{${head},"extra":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ['objects ten thousand deep', `{${head},"a":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_001)}`],
]

describe('a file that cannot be used stands aside under a name of its own:', () => {
  test.for(damaged)('%s', ([, text]) => {
    const folder = withText(text)
    const store = openProgress(folder)
    expect(store.takeNotices()).toMatchObject([{ kind: 'kept-aside', why: 'damaged' }])
    store.record(attempt)
    expect(store.takeNotices()).toEqual([])
    expect(exerciseProgress(openProgress(folder).current(), 'refill').attempts).toBe(1)
    expect(readdirSync(folder).sort()).toEqual(['progress.damaged-1.json', 'progress.json'])
    expect(readFileSync(join(folder, 'progress.damaged-1.json'), 'utf8')).toBe(text)
  })

  test('one of fifty million bytes, which is not even read', () => {
    const folder = withText('{')
    truncateSync(join(folder, 'progress.json'), 50_000_000)
    const store = openProgress(folder)
    expect(store.takeNotices()).toMatchObject([
      { why: 'damaged', reason: 'it has 50 million bytes' },
    ])
    store.record(attempt)
    expect(statSync(join(folder, 'progress.damaged-1.json')).size).toBe(50_000_000)
  })

  test('one of a newer course', () => {
    const folder = withText('{"format":"kmalloc-course progress","version":2,"new":true}')
    const store = openProgress(folder)
    expect(store.takeNotices()).toMatchObject([{ why: 'newer' }])
    store.record(attempt)
    expect(readdirSync(folder).sort()).toEqual(['progress.json', 'progress.newer-1.json'])
  })
})

describe('names that every object has are names like others:', () => {
  test.for(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s', (name) => {
    const entry = '{"attempts":3,"hints":1,"passed":null,"polluted":true}'
    const lesson = '{"read":{"a":"2026-11-22"},"predictions":{}}'
    const folder = withText(
      `{${head},"exercises":{"${name}":${entry}},"lessons":{"${name}":${lesson}},"${name}":{"polluted":true}}`,
    )
    const store = openProgress(folder)
    store.record(attempt)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(exerciseProgress(store.current(), 'other')).toMatchObject({ attempts: 0, passed: null })
    expect(isRead(store.current(), 'other', 'a')).toBe(false)
    const again = openProgress(folder)
    expect(again.takeNotices()).toEqual([])
    expect(exerciseProgress(again.current(), 'refill').attempts).toBe(1)
  })
})

describe('what is no file is left where it is, and the course goes on:', () => {
  const obstacles: readonly (readonly [string, (path: string) => void, RegExp])[] = [
    ['a folder', (path) => mkdirSync(path), /it is a folder/],
    ['a pipe', (path) => void execFileSync('mkfifo', [path]), /not a plain file/],
    ['a link to itself', (path) => symlinkSync(path, path), /leads back to itself/],
    ['a link to a device', (path) => symlinkSync('/dev/zero', path), /not a plain file/],
  ]
  test.for(obstacles)('%s', ([, put, reason]) => {
    const folder = temporaryFolder()
    const path = join(folder, 'progress.json')
    put(path)
    const before = lstatSync(path)
    const store = openProgress(folder)
    expect(store.takeNotices()).toMatchObject([
      { why: 'unreadable', kept: null, reason: expect.stringMatching(reason) },
    ])
    store.record(attempt)
    expect(exerciseProgress(store.current(), 'refill').attempts).toBe(1)
    expect(lstatSync(path).ino).toBe(before.ino)
    expect(readdirSync(folder)).toEqual(['progress.json'])
  })
})

describe('a link', () => {
  test('to a file kept elsewhere stays one, and the file there has the progress', () => {
    const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()]
    openProgress(elsewhere).record(attempt)
    symlinkSync(join(elsewhere, 'progress.json'), join(folder, 'progress.json'))
    openProgress(folder).record(attempt)
    expect(lstatSync(join(folder, 'progress.json')).isSymbolicLink()).toBe(true)
    expect(exerciseProgress(openProgress(elsewhere).current(), 'refill').attempts).toBe(2)
  })

  test('that leads nowhere is replaced by a file', () => {
    const folder = temporaryFolder()
    symlinkSync(join(folder, 'gone'), join(folder, 'progress.json'))
    openProgress(folder).record(attempt)
    expect(exerciseProgress(openProgress(folder).current(), 'refill').attempts).toBe(1)
  })
})
