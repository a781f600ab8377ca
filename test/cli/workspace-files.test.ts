/** Whatever stands where a learner's file should be: a plain answer, an exit code, and the course goes on. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { course, handIn, newWorkspace, objectsPerSlab } from './command.ts'

const { name } = objectsPerSlab

/** A workspace in which a right answer was handed in and then something was done to it. */
function workspaceWith(change: (file: string) => void) {
  const workspace = newWorkspace()
  const file = handIn(workspace, 'solution.ts')
  change(file)
  return { workspace, file }
}

const instead = (put: (file: string) => void) => (file: string) => {
  rmSync(file)
  put(file)
}

const changes: readonly (readonly [string, (file: string) => void, RegExp])[] = [
  ['deleted', (file) => rmSync(file), /not started/],
  ['renamed', (file) => renameSync(file, `${file}.old`), /not started/],
  ['replaced by a folder', instead((file) => mkdirSync(file)), /is a folder, not a file/],
  [
    'replaced by a link that leads nowhere',
    instead((file) => symlinkSync('/nowhere/at/all.ts', file)),
    /is a link that leads nowhere/,
  ],
  [
    'replaced by a link to itself',
    instead((file) => symlinkSync(file, file)),
    /cannot be read: it is a link that leads back to itself/,
  ],
  [
    'replaced by a pipe',
    instead((file) => void execFileSync('mkfifo', [file])),
    /is not a file that can be read to its end/,
  ],
  [
    'replaced by an endless device',
    instead((file) => symlinkSync('/dev/zero', file)),
    /is not a file that can be read to its end/,
  ],
  ['binary', (file) => writeFileSync(file, Buffer.alloc(4096, 0x80)), /not valid TypeScript/],
  ['empty', (file) => writeFileSync(file, ''), /exports nothing/],
  ['50 MB long', (file) => truncateSync(file, 50_000_000), /has 50 million bytes/],
  [
    'an import of a pipe',
    (file) => {
      execFileSync('mkfifo', [join(dirname(file), 'helper.ts')])
      writeFileSync(file, `export * from './helper.ts'\n`)
    },
    /helper\.ts is not a file that can be read to its end/,
  ],
  [
    'in a folder that is now a file',
    (file) => {
      rmSync(dirname(file), { recursive: true })
      writeFileSync(dirname(file), '')
    },
    /not started/,
  ],
]

describe('a file that was', () => {
  test.for(changes)('%s is told as that, with exit code 1', async ([, change, says]) => {
    const { workspace } = workspaceWith(change)
    const { code, stdout, stderr } = await course(['check', name], { workspace })
    expect(`${stdout}${stderr}`.replaceAll(/\s+/g, ' ')).toMatch(says)
    expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at .*:\d+/)
    expect(code).toBe(1)
  })

  test('replaced by a link to a file elsewhere is judged like a file', async () => {
    const { workspace } = workspaceWith((file) => {
      const elsewhere = join(newWorkspace(), 'mine.ts')
      renameSync(file, elsewhere)
      symlinkSync(elsewhere, file)
    })
    expect((await course(['check', name], { workspace })).code).toBe(0)
  })

  test.skipIf(process.getuid?.() === 0)('closed to its owner is told as that', async () => {
    const { workspace } = workspaceWith((file) => chmodSync(file, 0))
    const { code, stdout } = await course(['check', name], { workspace })
    expect({ code, told: stdout.includes('permission denied') }).toEqual({ code: 1, told: true })
  })
})

describe('a reset', () => {
  const kept: readonly (readonly [string, (file: string) => void])[] = [
    ['a folder', instead((file) => mkdirSync(join(file, 'inside'), { recursive: true }))],
    ['a pipe', instead((file) => void execFileSync('mkfifo', [file]))],
    ['a link that leads nowhere', instead((file) => symlinkSync('/nowhere/at/all.ts', file))],
    ['a file of 50 MB', (file) => truncateSync(file, 50_000_000)],
  ]
  test.for(kept)('keeps %s aside, and the starter is there again', async ([, change]) => {
    const { workspace, file } = workspaceWith(change)
    const { ino } = lstatSync(file)
    const { code } = await course(['reset', name, '--yes'], { workspace })
    expect(code).toBe(0)
    const aside = join(dirname(file), `${name}.kept-1.ts`)
    expect(lstatSync(aside).ino).toBe(ino)
    expect(readdirSync(dirname(file)).sort()).toEqual([`${name}.kept-1.ts`, `${name}.ts`])
    expect((await course(['check', name], { workspace })).stdout).toContain('does not pass yet')
  })
})

test('the other commands go on beside all of them', async () => {
  for (const [, change] of changes) {
    const { workspace } = workspaceWith(change)
    expect((await course(['list'], { workspace })).code).toBe(0)
    expect((await course(['check', '--all'], { workspace })).code).toBe(1)
  }
}, 60_000)
