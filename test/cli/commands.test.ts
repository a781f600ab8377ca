/** Every command as a shell meets it: what it prints, where, and its exit code. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { displayWidth } from '#text/width.ts'
import { describe, expect, it } from 'vitest'
import { course, handIn, newWorkspace, objectsPerSlab } from './command.ts'

const escape = '\u001b'
const { name } = objectsPerSlab

function progressOf(workspace: string): unknown {
  return JSON.parse(readFileSync(join(workspace, 'progress.json'), 'utf8'))
}

describe('help', () => {
  it.each([['--help'], ['help'], ['-h']])('%s shows all commands and examples', async (flag) => {
    const { code, stdout, stderr } = await course([flag])
    expect(code).toBe(0)
    expect(stderr).toBe('')
    for (const command of [
      'list',
      'learn',
      'run',
      'check',
      'watch',
      'hint',
      'reset',
      'solution',
      'sim',
      'replay',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
    }
    expect(stdout).toContain('Examples:\n  $ kmalloc-course')
  })

  it.each(['list', 'learn', 'run', 'check', 'watch', 'hint', 'reset', 'solution', 'sim', 'replay'])(
    'of %s has examples and the common options',
    async (command) => {
      const { code, stdout } = await course([command, '--help'])
      expect(code).toBe(0)
      expect(stdout).toContain(`  $ kmalloc-course ${command}`)
      expect(stdout).toContain('--workspace')
    },
  )
})

describe('what was mistyped', () => {
  it.each([
    [['lsit'], 'There is no command "lsit".\nDid you mean list?\n'],
    [['xyzzy'], 'There is no command "xyzzy".\nkmalloc-course --help shows all commands.\n'],
    [['check', 'object-per-slab'], `Did you mean ${name}?`],
    [['watch', 'objects-per-slap'], `Did you mean ${name}?`],
    [['learn', 'cache-typos'], 'Did you mean 01-cache-types?'],
    [['learn', '77'], 'There is no lesson "77".\nkmalloc-course list shows all'],
    [['learn', '00', '--section', 'first-objekt'], 'Did you mean first-object?'],
    [['run', '00', '--cell', '999'], 'Lesson 00-the-machine has no cell "999"'],
    [['check', name, '--all'], 'Name exercises or say --all, not both.'],
    [['check', name, '--seed', 'abc'], '"abc" is not a seed'],
    [['list', '--language', 'tlh'], 'It can be read in: en.'],
    [['list', '--jsn'], 'Did you mean --json?'],
    [['learn'], "Missing required argument 'lesson'"],
  ])('%j is told, with exit code 2', async (args, sentence) => {
    const { code, stdout, stderr } = await course(args)
    expect(stderr).toContain(sentence)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('list', () => {
  it('shows lessons and exercises with what is done, and what comes next', async () => {
    const { code, stdout } = await course(['list'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^00-the-machine +░{10} +0 of \d+ +The machine$/m)
    expect(stdout).toContain(`  · ${name}  Objects per slab`)
    expect(stdout).toContain('Next: Lesson 00-the-machine "The machine", section 1 of')
  })

  it('gives programs the same as JSON', async () => {
    const { stdout } = await course(['list', '--json'])
    const { lessons, next } = JSON.parse(stdout)
    expect(lessons[1].exercises.map((entry: { name: string }) => entry.name)).toContain(name)
    expect(next).toEqual({ lesson: '00-the-machine', section: 'first-object' })
  })
})

describe('how it looks', () => {
  it('is plain text in a pipe', async () => {
    for (const args of [['list'], ['learn', '01'], ['check', name]]) {
      const { stdout } = await course(args)
      expect(stdout).not.toContain(escape)
    }
  })

  it('tells code from words by backquotes where there is no colour', async () => {
    const { stdout } = await course(['learn', '00', '--section', '1'])
    expect(stdout).toContain('`at` is')
    const coloured = await course(['learn', '00', '--section', '1'], { env: { FORCE_COLOR: '1' } })
    expect(coloured.stdout).not.toContain('`at`')
  })

  it('has colour when FORCE_COLOR asks for it, and none with --plain in a pipe', async () => {
    const coloured = await course(['list'], { env: { FORCE_COLOR: '1' } })
    expect(coloured.stdout).toContain(`${escape}[`)
    const plain = await course(['list', '--plain'])
    expect(plain.stdout).not.toContain(escape)
  })

  it.each([
    ['the locale says so', { LANG: 'C' }, []],
    ['LC_ALL says so', { LC_ALL: 'POSIX', LANG: 'C.UTF-8' }, []],
    ['--ascii says so', {}, ['--ascii']],
  ])('is ASCII when %s', async (_, env, flags) => {
    for (const args of [['list'], ['learn', '00'], ['learn', '01'], ['run', '01']]) {
      const { stdout } = await course([...args, ...flags], { env })
      const signs = stdout.match(/[^\n\x20-\x7e]/gu) ?? []
      expect([...new Set(signs)]).toEqual([])
    }
  })

  it.each([40, 60, 80])('fits %i columns', async (columns) => {
    for (const args of [
      ['list'],
      ['learn', '00'],
      ['learn', '01'],
      ['check', name],
      ['hint', name],
    ]) {
      const workspace = newWorkspace()
      handIn(workspace, 'start.ts')
      const { stdout } = await course(args, { workspace, env: { COLUMNS: String(columns) } })
      const longest = stdout.split('\n').filter((line) => displayWidth(line) > columns)
      expect(longest).toEqual([])
    }
  })

  it('says nothing when its reader goes away', async () => {
    const { spawnSync } = await import('node:child_process')
    const { stderr, stdout } = spawnSync('sh', ['-c', 'node src/bin.cjs learn 01 | head -1'], {
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(stdout).toContain('01-cache-types')
  })
})

describe('where nobody can answer', () => {
  it('the guided course says what to use instead', async () => {
    const { code, stderr } = await course([])
    expect(code).toBe(2)
    expect(stderr).toContain('kmalloc-course list, learn, run and check')
    expect(stderr).toContain('--plain')
  })

  it('reset and solution name the flag', async () => {
    const workspace = newWorkspace()
    handIn(workspace, 'solution.ts')
    const reset = await course(['reset', name], { workspace })
    expect(reset.code).toBe(2)
    expect(reset.stderr).toContain('--yes')
    for (let hint = 0; hint < 3; hint++) await course(['hint', name], { workspace })
    const solution = await course(['solution', name], { workspace })
    expect(solution.code).toBe(2)
    expect(solution.stderr).toContain('--yes')
  })
})

describe('learn', () => {
  it('prints a lesson with its outputs, its figures and its answers', async () => {
    const { code, stdout } = await course(['learn', '0', '--section', 'first-object'])
    expect(code).toBe(0)
    expect(stdout).toContain('The machine says: 128')
    expect(stdout).toMatch(/128 bytes at 0xc[0-9a-f]{7}/)
  })

  it('takes a section by its number too', async () => {
    const { stdout } = await course(['learn', 'the-machine', '--section', '1'])
    expect(stdout).toContain('The machine says: 128')
  })
})

describe('run', () => {
  it('shows what each cell prints, or one of them', async () => {
    const all = await course(['run', '00'])
    expect(all.code).toBe(0)
    expect(all.stdout).toContain('Cell 1, line')
    const one = await course(['run', '00', '--cell', '2', '--json'])
    expect(JSON.parse(one.stdout)).toMatchObject([{ cell: 2, output: '0x78', error: null }])
  })
})

describe('check', () => {
  it('fails a starter, passes the solution, and remembers the pass', async () => {
    const workspace = newWorkspace()
    handIn(workspace, 'start.ts')
    const failed = await course(['check', name], { workspace })
    expect(failed.code).toBe(1)
    expect(failed.stdout).toMatch(
      new RegExp(`✗ ${name} does not pass yet. \\d+ of \\d+ checks passed`),
    )
    for (const label of ['Tried', 'Expected', 'What happened', 'Look next', 'A hint:']) {
      expect(failed.stdout).toContain(label)
    }
    handIn(workspace, 'solution.ts')
    const passed = await course(['check', name], { workspace })
    expect(passed.code).toBe(0)
    expect(passed.stdout).toContain(`✓ ${name} passes.`)
    expect(progressOf(workspace)).toMatchObject({
      exercises: { [name]: { attempts: 2, passed: expect.any(String) } },
    })
  })

  it('takes the current exercise when none is named', async () => {
    const workspace = newWorkspace()
    handIn(workspace, 'solution.ts')
    const { code, stdout } = await course(['check'], { workspace })
    expect(code).toBe(0)
    expect(stdout).toContain(`✓ ${name} passes.`)
  })

  it('gives programs the verdict as JSON, with the seed asked for', async () => {
    const workspace = newWorkspace()
    handIn(workspace, 'start.ts')
    const { stdout, code } = await course(['check', name, '--json', '--seed', '7'], { workspace })
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      passed: 0,
      total: 1,
      exercises: [{ name, started: true, verdict: { outcome: 'fail', seed: 7 } }],
    })
  })

  it('shows what the learner printed apart, and it changes nothing', async () => {
    const workspace = newWorkspace()
    const file = handIn(workspace, 'solution.ts')
    writeFileSync(file, `console.log('hello from me')\n${readFileSync(file, 'utf8')}`)
    const { stdout, code } = await course(['check', name], { workspace })
    expect(code).toBe(0)
    expect(stdout).toContain('You printed:\n  hello from me')
  })

  it('--all has a line for each exercise and a sum', async () => {
    const workspace = newWorkspace()
    handIn(workspace, 'solution.ts')
    const { stdout, code } = await course(['check', '--all'], { workspace })
    expect(code).toBe(1)
    expect(stdout).toContain(`✓ ${name} passes.`)
    expect(stdout).toContain('You have not started say-hello yet.')
    expect(stdout).toMatch(/^1 of \d+ exercises passed\.$/m)
  })

  it('of an exercise that was not started says how to start it', async () => {
    const { stdout, code } = await course(['check', 'say-hello'])
    expect(code).toBe(1)
    expect(stdout).toContain('kmalloc-course watch say-hello')
  })
})

describe('a workspace that cannot be used', () => {
  it.each([
    ['is missing', '/nowhere/at/all', 'There is no workspace at /nowhere/at/all.'],
    ['is a file', join(process.cwd(), 'package.json'), 'is a file, not a folder.'],
  ])('because it %s', async (_, workspace, sentence) => {
    const { code, stderr } = await course(['check', name, '--workspace', workspace])
    expect(code).toBe(2)
    expect(stderr).toContain(sentence)
    expect(stderr).toContain('--workspace')
  })
})

describe('a damaged progress file', () => {
  it('is kept, told, and rebuilt from what the files prove', async () => {
    const workspace = newWorkspace()
    handIn(workspace, 'solution.ts')
    writeFileSync(join(workspace, 'progress.json'), '{ broken')
    const { code, stderr } = await course(['list'], { workspace })
    expect(code).toBe(0)
    expect(stderr).toContain('The progress file is damaged')
    expect(stderr).toContain('progress.damaged-1.json')
    await course(['check', '--all'], { workspace })
    expect(progressOf(workspace)).toMatchObject({ exercises: { [name]: { attempts: 1 } } })
    expect(readFileSync(join(workspace, 'progress.damaged-1.json'), 'utf8')).toBe('{ broken')
  })
})

describe('hint', () => {
  it('gives the next of three, then all of them again', async () => {
    const workspace = newWorkspace()
    for (const number of [1, 2, 3]) {
      const { stdout, code } = await course(['hint', name], { workspace })
      expect(code).toBe(0)
      expect(stdout).toContain(`Hint ${number} of 3`)
      expect(stdout).not.toContain(`Hint ${number + 1} of 3`)
    }
    const { stdout } = await course(['hint', name], { workspace })
    expect(stdout).toMatch(/Hint 1 of 3[^]*Hint 2 of 3[^]*Hint 3 of 3[^]*These were all the hints/)
  })
})

describe('reset', () => {
  it('keeps the learner’s version and says where', async () => {
    const workspace = newWorkspace()
    const file = handIn(workspace, 'solution.ts')
    const mine = readFileSync(file, 'utf8')
    const { stdout, code } = await course(['reset', name, '--yes'], { workspace })
    expect(code).toBe(0)
    expect(stdout).toContain('objects-per-slab.kept-1.ts')
    expect(readFileSync(file.replace('.ts', '.kept-1.ts'), 'utf8')).toBe(mine)
    expect(readFileSync(file, 'utf8')).not.toBe(mine)
  })

  it('of what was never started changes nothing', async () => {
    const workspace = newWorkspace()
    const { code, stdout } = await course(['reset', name, '--yes'], { workspace })
    expect(code).toBe(0)
    expect(stdout).toContain('You have not started')
    expect(readdirSync(workspace)).toEqual([])
  })
})

describe('solution', () => {
  it('comes after a pass, with the diff', async () => {
    const workspace = newWorkspace()
    const early = await course(['solution', name], { workspace })
    expect(early.code).toBe(2)
    expect(early.stderr).toContain('3 left')
    handIn(workspace, 'alternative.ts')
    await course(['check', name], { workspace })
    const { code, stdout } = await course(['solution', name], { workspace })
    expect(code).toBe(0)
    expect(stdout).toContain('export function cache_estimate')
    expect(stdout).toContain('Your file (-) against the solution (+):')
  })
})
