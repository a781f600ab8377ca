/**
 * What every command does without the guided screen, line by line. The names of the tests are the lines; those about
 * authors are in test/course/doctor and test/build/new-exercise, those about instructors in instructor.test.ts.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { progressLine } from '#cli/show/progress-line.ts'
import { describeTerminal } from '#cli/terminal.ts'
import { displayWidth } from '#text/width.ts'
import { course, handIn, newWorkspace, objectsPerSlab } from './command.ts'

const escape = '\u001b'
/** All that moves the cursor or clears; colours end in m. */
const moves = new RegExp(`${escape}\\[[0-9;?]*[A-LN-Za-ln-z]`)
const { name } = objectsPerSlab

const commands = [
  'list',
  'learn',
  'run',
  'glossary',
  'play',
  'check',
  'watch',
  'hint',
  'reset',
  'solution',
  'sim',
  'replay',
  'summary',
  'doctor',
] as const

/** Every command that comes to its end by itself, as it is typed; a workspace with a pass in it is there. */
const typed: readonly (readonly string[])[] = [
  ['list'],
  ['learn', '00'],
  ['run', '00', '--cell', '1'],
  ['glossary', 'slab'],
  ['check', name],
  ['check', '--all'],
  ['hint', name],
  ['reset', name, '--yes'],
  ['solution', name],
  ['summary', '.'],
]

async function inPreparedWorkspace(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const workspace = newWorkspace()
  handIn(workspace, 'solution.ts')
  if (args[0] === 'solution') await course(['check', name], { workspace })
  return course(
    args.map((word) => (word === '.' ? workspace : word)),
    { workspace, env },
  )
}

describe('every command', () => {
  it('is listed by help, in the words of the screen', async () => {
    const { stdout } = await course(['help'])
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
    expect(stdout).not.toMatch(/\b(chapter|quiz|tip|unit|answer key|testcase|homework)s?\b/i)
  })

  it.each(commands)('%s has --help with examples', async (command) => {
    const { code, stdout, stderr } = await course([command, '--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Usage: kmalloc-course ${command}`)
    expect(stdout).toMatch(new RegExp(`Examples:\n(.*\n)*? +\\$ kmalloc-course ${command}`))
    const help = await course(['help', command])
    expect(help.stdout).toBe(stdout)
  })

  it.each(commands)('%s is found when two letters are swapped', async (command) => {
    const [first, second, ...rest] = command
    const { code, stderr } = await course([`${second}${first}${rest.join('')}`])
    expect(code).toBe(2)
    expect(stderr).toContain(`Did you mean ${command}`)
  })

  it.each(commands)('%s knows no other options, and that is exit code 2', async (command) => {
    const needed = { learn: ['00'], run: ['00'], reset: [name], replay: ['x'], summary: ['.'] }
    const words = Object.hasOwn(needed, command) ? needed[command as keyof typeof needed] : []
    const { code, stdout, stderr } = await course([command, ...words, '--jsno'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain("nknown option '--jsno'")
  })
})

describe('a program reads', () => {
  it.each([
    [['list', '--json'], 0],
    [['run', '00', '--cell', '1', '--json'], 0],
    [['glossary', '--json'], 0],
    [['check', name, '--json'], 0],
    [['check', '--all', '--json'], 1],
    [['summary', '.', '--json'], 0],
    [['check', '--all', '--reporter', 'json'], 1],
  ] as const)('%j as JSON', async (args, code) => {
    const outcome = await inPreparedWorkspace(args)
    expect(outcome.code).toBe(code)
    expect(() => JSON.parse(outcome.stdout)).not.toThrow()
  })
})

describe.each(typed.map((args) => [args.join(' '), args] as const))('%s', (_, args) => {
  it('is plain text in a pipe', async () => {
    const { stdout, stderr, code } = await inPreparedWorkspace(args)
    expect(code).toBeLessThan(2)
    expect(stdout).not.toBe('')
    expect(stdout + stderr).not.toContain(escape)
  })

  it('has colour with FORCE_COLOR but moves no cursor, and none of it with NO_COLOR or TERM=dumb', async () => {
    const coloured = await inPreparedWorkspace(args, { FORCE_COLOR: '1' })
    expect(coloured.stdout + coloured.stderr).not.toMatch(moves)
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      const { stdout, stderr } = await inPreparedWorkspace(args, env)
      expect(stdout + stderr).not.toContain(escape)
    }
  })

  it('fits 40 columns and says it in ASCII where there is no UTF-8', async () => {
    const env = { COLUMNS: '40', LANG: 'C' }
    const { stdout } = await inPreparedWorkspace(args, env)
    // Code and paths are shown as they are, whatever their length.
    const isCode = args[0] === 'solution'
    const told = stdout.split('\n').filter((line) => !line.includes('/') && !isCode)
    expect(told.filter((line) => displayWidth(line) > 40)).toEqual([])
    expect(stdout).toMatch(/^[\n -~]*$/)
  })
})

describe('where nobody can answer', () => {
  it.each([
    [[], '--plain'],
    [['reset', name], '--yes'],
  ])('%j asks nothing and names the flag', async (args, flag) => {
    const { code, stderr, stdout } = await inPreparedWorkspace(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(flag)
  })
})

describe('long work', () => {
  function terminal(screen: boolean) {
    const env = { TERM: 'xterm', LANG: 'C.UTF-8' }
    const isTerminal = { inputIsTerminal: screen, outputIsTerminal: screen }
    const size = { columns: 80, rows: 24, plain: false, ascii: false }
    return describeTerminal({ env, ...isTerminal, ...size })
  }

  function written(screen: boolean): string {
    const lines: string[] = []
    const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      lines.push(String(text))
      return true
    })
    onTestFinished(() => write.mockRestore())
    const line = progressLine(terminal(screen), true)
    line.show(3, 12, 'checking refill…')
    line.clear()
    return lines.join('')
  }

  it('shows a bar with a count on a terminal', () => {
    expect(written(true)).toMatch(/[█░]{10} 3\/12 checking refill…/)
  })

  it('is quiet in a pipe', async () => {
    expect(written(false)).toBe('')
    const workspace = newWorkspace()
    for (const args of [
      ['check', '--all'],
      ['summary', workspace],
    ]) {
      expect((await course(args, { workspace })).stderr).toBe('')
    }
  })
})

describe('replay and sim', () => {
  it('say the same of a scenario every time, in a pipe and as JSON', async () => {
    const workspace = newWorkspace()
    const scenario = join(workspace, 'trace.scenario')
    writeFileSync(scenario, 'scenario 1 article\nkmalloc 100\nkmalloc 100\nkfree p1\n')
    const once = await course(['replay', scenario], { workspace })
    expect(once).toMatchObject({ code: 0, stderr: '' })
    expect(once.stdout).not.toContain(escape)
    expect((await course(['replay', scenario], { workspace })).stdout).toBe(once.stdout)
    const input = 'kmalloc 100\nkfree p1\n'
    const prompt = await course(['sim', '--json'], { workspace, input })
    expect(prompt.code).toBe(0)
    expect(prompt.stdout).not.toContain(escape)
  })

  it('tell a line that cannot be run, with exit code 1', async () => {
    const { code } = await course(['sim'], { input: 'kmaloc 100\n' })
    expect(code).toBe(1)
  })
})
