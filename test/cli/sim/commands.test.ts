/** `sim` and `replay` as a shell meets them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../course/folder.ts'
import { course } from '../command.ts'

function scenario(...lines: readonly string[]): string {
  const path = join(temporaryFolder(), 'trace.scenario')
  writeFileSync(path, ['scenario 1 article', ...lines, ''].join('\n'))
  return path
}

describe('sim in a pipe', () => {
  it('runs the lines it is given and prints plain text', async () => {
    const { code, stdout, stderr } = await course(['sim'], {
      input: '# a packet\nkmalloc 100\n\nkfree p1\nksize p1\n',
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe('p1 = kmalloc(100, GFP_KERNEL) → 0xc121ca00\nkfree(p1)\n128 bytes\n')
  })

  it('ends at the first line that fails, with its number and exit code 1', async () => {
    const { code, stdout, stderr } = await course(['sim'], {
      input: 'kmalloc 100\nkmaloc 100\nkmalloc 200\n',
    })
    expect(code).toBe(1)
    expect(stdout).not.toContain('p2')
    expect(stderr).toContain('line 2: There is no command "kmaloc".\nDid you mean kmalloc')
  })

  it('goes on with --keep-going, and still has exit code 1', async () => {
    const { code, stdout, stderr } = await course(['sim', '--keep-going'], {
      input: 'kfree 0xcf000000\nkmalloc 200\n',
    })
    expect(code).toBe(1)
    expect(stdout).toContain('p1 = kmalloc(200')
    expect(stderr).toContain('line 1: kfree(0xcf000000)\nOops. kfree: not slab')
  })

  it('gives programs one JSON object for each operation', async () => {
    const { stdout } = await course(['sim', '--json'], {
      input: 'repeat 2 kmalloc 100\nkmalloc 200000\nexplain p1\nslabinfo\n',
    })
    const data = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(data).toMatchObject([
      { line: 'repeat 2 kmalloc 100', call: 'kmalloc(100, GFP_KERNEL)', name: 'p1', stop: null },
      { name: 'p2', address: '0xc121c980' },
      { name: 'p3', address: null },
      { use: { kind: 'object', cache: 'size-128', object: 19 }, owner: { name: 'p1' } },
      { text: expect.stringContaining('slabinfo - version: 2.1') },
    ])
  })

  it('boots the machine that is asked for, and begins with a scenario', async () => {
    const input = 'kmem_cache_create x 100\nlayout x\n'
    const { stdout } = await course(['sim', '--profile', 'p3-laptop megabytes=64'], { input })
    expect(stdout).toContain('x: 1 page, 4096 bytes')
    const path = scenario('kmalloc 100')
    const loaded = await course(['sim', path], { input: 'kfree p1\n' })
    expect(loaded.stdout).toContain('Loaded 1 line of')
    expect(loaded.stdout).toContain('kfree(p1)')
  })

  it.each([
    [['sim', '--profile', 'attic'], '"attic" is neither a machine nor a setting of one.'],
    [['sim', 'no-such-file'], 'no-such-file cannot be read'],
    [['sim', 'package.json'], 'line 1: this is no scenario.'],
  ])('%j is misuse', async (args, sentence) => {
    const { code, stdout, stderr } = await course(args)
    expect(stderr).toContain(sentence)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('leaves the texts of the kernel as they are', async () => {
    const { stdout } = await course(['sim'], { input: 'slabinfo\n' })
    expect(stdout).toMatch(/^size-128 .* : slabdata +\d+ +\d+ +\d+$/m)
  })

  it('saves a scenario that replays', async () => {
    const path = join(temporaryFolder(), 'mine.scenario')
    await course(['sim'], { input: `repeat 50 kmalloc 700\nkfree p1..p20\nsave ${path}\n` })
    expect(readFileSync(path, 'utf8')).toContain('kfree p1..p20')
    const { code, stdout } = await course(['replay', path])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^calls +│ 70$/m)
  })
})

describe('replay', () => {
  it('says what happened and how the caches stand at the end', async () => {
    const { code, stdout, stderr } = await course(['replay', scenario('repeat 100 kmalloc 100')])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^calls +│ 100$/m)
    expect(stdout).toMatch(/^slabs grown +│ 3$/m)
    expect(stdout).toMatch(/^size-128 .* : slabdata/m)
  })

  it('gives the same as JSON', async () => {
    const { stdout } = await course(['replay', scenario('repeat 9 kmalloc 100'), '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ operations: 9, hits: 8, misses: 1, stops: [] })
  })

  it('tells every call step by step, for people and for programs', async () => {
    const path = scenario('kmalloc 100', 'kfree p1')
    const { stdout } = await course(['replay', path, '--step'])
    expect(stdout).toContain('line 2: kmalloc(100, GFP_KERNEL)')
    expect(stdout).toContain('batchcount is 60')
    const lines = (await course(['replay', path, '--step', '--json'])).stdout.trim().split('\n')
    const [first, , summary] = lines.map((line) => JSON.parse(line))
    expect(first.steps[0]).toMatchObject({ function: '__kmalloc', depth: 0 })
    expect(summary).toMatchObject({ operations: 2 })
  })

  it('has exit code 1 when the kernel stopped, and says where', async () => {
    const { code, stdout } = await course(['replay', scenario('kmalloc 1', 'kfree 0xcf000000')])
    expect(code).toBe(1)
    expect(stdout).toContain('line 3: kfree(0xcf000000): Oops.')
  })

  it.each([
    ['kmalloc 1\nkmaloc 2', 'line 3: There is no command "kmaloc".'],
    ['kfree p1', 'line 2: "p1" is no address and no name of one.'],
    ['\u0000\u0001', 'line 2: There is no command'],
  ])('tells the line of a damaged scenario: %j', async (lines, sentence) => {
    const path = scenario(lines)
    const before = readFileSync(path, 'utf8')
    const { code, stdout, stderr } = await course(['replay', path])
    expect(stderr).toContain(sentence)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(readFileSync(path, 'utf8')).toBe(before)
    expect(existsSync(path)).toBe(true)
  })
})

describe('what the README shows', () => {
  const blocks = readFileSync('README.md', 'utf8').match(/```text\n[^`]*```/g) ?? []
  const blockWith = (text: string): string[] =>
    (blocks.find((block) => block.includes(text)) ?? '').split('\n').slice(1, -1)

  it('is what the prompt answers', async () => {
    const lines = blockWith('sim> ')
    const typed = lines.filter((line) => line.startsWith('sim> ')).map((line) => line.slice(5))
    const { stdout } = await course(['sim'], { input: `${typed.join('\n')}\n` })
    expect(stdout.trimEnd().split('\n')).toEqual(lines.filter((line) => !line.startsWith('sim> ')))
  })

  it('is a scenario that replays', async () => {
    const path = join(temporaryFolder(), 'readme.scenario')
    writeFileSync(path, `${blockWith('scenario 1').join('\n')}\n`)
    const { code, stdout } = await course(['replay', path])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^calls +│ 72$/m)
  })
})
