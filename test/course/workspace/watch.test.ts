/** Every way an editor saves is noticed, and only for the file that is followed. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { watchFile } from '#course/workspace/index.ts'
import { temporaryFolder } from '../folder.ts'

async function watched(poll = false) {
  const folder = temporaryFolder()
  const file = join(folder, 'refill.ts')
  writeFileSync(file, 'starter')
  const onSave = vi.fn()
  const watch = await watchFile(file, {
    poll,
    onSave,
    onError: (error) => expect.unreachable(String(error)),
  })
  onTestFinished(() => watch.close())
  const isNoticed = () => vi.waitFor(() => expect(onSave).toHaveBeenCalled(), 5000)
  return { folder, file, watch, onSave, isNoticed }
}

describe('a save is noticed', () => {
  it('when the file is written in place, again and again', async () => {
    const { file, onSave, isNoticed } = await watched()
    for (const text of ['one', 'two']) {
      onSave.mockClear()
      writeFileSync(file, text)
      await isNoticed()
    }
  })

  it('when another file is renamed over it, again and again', async () => {
    const { folder, file, onSave, isNoticed } = await watched()
    for (const text of ['one', 'two']) {
      onSave.mockClear()
      writeFileSync(join(folder, '.new'), text)
      renameSync(join(folder, '.new'), file)
      await isNoticed()
    }
  })

  it('when the old file is moved away first', async () => {
    const { file, isNoticed } = await watched()
    renameSync(file, `${file}~`)
    writeFileSync(file, 'new')
    await isNoticed()
  })

  it('that comes while the watch is being set up', async () => {
    const file = join(temporaryFolder(), 'refill.ts')
    writeFileSync(file, 'starter')
    const onSave = vi.fn()
    const watching = watchFile(file, {
      poll: false,
      onSave,
      onError: (error) => expect.unreachable(String(error)),
    })
    writeFileSync(file, 'saved at once')
    const watch = await watching
    onTestFinished(() => watch.close())
    await vi.waitFor(() => expect(onSave).toHaveBeenCalled(), 5000)
  })

  it('by looking again and again, with --poll', async () => {
    const { folder, file, onSave, isNoticed } = await watched(true)
    writeFileSync(file, 'something longer')
    await isNoticed()
    onSave.mockClear()
    writeFileSync(join(folder, '.new'), 'and now renamed')
    renameSync(join(folder, '.new'), file)
    await isNoticed()
  })
})

describe('what is followed', () => {
  it('is this file and no other', async () => {
    const { folder, file, onSave, isNoticed } = await watched()
    writeFileSync(join(folder, 'other.ts'), 'x')
    writeFileSync(file, 'y')
    await isNoticed()
    expect(onSave.mock.calls.every(([saved]) => saved === file)).toBe(true)
  })

  it.each([false, true])('can be another file later (--poll: %s)', async (poll) => {
    const { folder, file, watch, onSave, isNoticed } = await watched(poll)
    mkdirSync(join(folder, 'next'))
    const next = join(folder, 'next/grow.ts')
    writeFileSync(next, 'starter')
    await watch.follow(next)
    writeFileSync(file, 'not this one')
    writeFileSync(next, 'this one')
    await isNoticed()
    expect(onSave).toHaveBeenCalledWith(next)
    expect(onSave).not.toHaveBeenCalledWith(file)
  })
})
