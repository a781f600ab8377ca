/** Saves that are told to whoever waits for them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../course/folder.ts'
import { Saves } from '../../src/cli/saves.ts'

test('the last of several saves is told, however close they are', async () => {
  const file = join(temporaryFolder(), 'mine.ts')
  writeFileSync(file, 'nothing')
  const read: string[] = []
  const saves = new Saves({
    poll: false,
    onSave: () => read.push(readFileSync(file, 'utf8')),
    onError: (error) => read.push(String(error)),
  })
  await saves.follow(file)
  for (const pause of [12, 25, 40]) {
    await wait(200)
    writeFileSync(file, `one, ${pause} ms before`)
    await wait(pause)
    writeFileSync(file, `two, ${pause} ms behind`)
    await expect.poll(() => read.at(-1)).toBe(`two, ${pause} ms behind`)
  }
  await saves.close()
})
