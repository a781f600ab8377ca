/** The guided course in a real terminal, driven by keys and looked at as a person would: through tmux. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../course/folder.ts'
import { cleanEnvironment, handIn, newWorkspace, objectsPerSlab } from './command.ts'
import { hasTmux, kmallocCourse, openTerminal, Terminal, widest } from './terminal.ts'

if (!hasTmux) console.warn('tmux is not installed: the tests of the guided screen are skipped.')

describe.skipIf(!hasTmux)('the guided course on a terminal', { timeout: 40_000 }, () => {
  it('leads from the map through a question and a cell to the next day', async () => {
    const { terminal, workspace } = openTerminal(kmallocCourse)
    await terminal.shows('❯ Start: Lesson 0 · section 1 of')
    terminal.press('Enter')
    await terminal.shows('How many bytes long')
    terminal.press('100', 'Enter')
    await terminal.shows('You answered: 100')
    const answered = await terminal.shows('The machine says: 128')
    expect(answered).toMatch(/128 bytes at 0xc[0-9a-f]{7}/)
    terminal.press('n')
    await terminal.shows('section 2 of')
    terminal.press('2', 'Enter')
    await terminal.shows('Right.')
    terminal.press('C-c')
    await terminal.shows('exit code 0')
    expect(terminal.modes).toBe('1 0')
    terminal.run('stty -a')
    expect(await terminal.shows('icanon')).not.toContain('-icanon')

    const later = openTerminal(kmallocCourse, { workspace }).terminal
    await later.shows('❯ Continue: Lesson 0 · section 2 of')
    later.press('Enter')
    expect(await later.shows('You answered: 0x78')).toContain('Read your own object')
  })

  it('judges an exercise on every save and keeps the pass on the screen', async () => {
    const { terminal, workspace } = openTerminal(`${kmallocCourse} watch ${objectsPerSlab.name}`)
    await terminal.shows('not checked yet')
    const file = join(workspace, objectsPerSlab.path)
    terminal.press('r')
    const failed = await terminal.shows('does not pass yet.')
    expect(failed).toMatch(/Tried +cache_estimate/)
    expect(failed).toContain('What happened')
    await wait(300)
    cpSync(join(objectsPerSlab.folder, 'solution.ts'), file)
    await terminal.shows(`✓ ${objectsPerSlab.name} passes.`)
    terminal.press('x')
    await terminal.shows('(y/n)')
    terminal.press('y')
    await terminal.shows('kept-1.ts')
    terminal.press('h')
    await terminal.shows('Hint 1 of 3')
    terminal.press('q')
    await terminal.shows('letters filter')
    const saved: unknown = JSON.parse(readFileSync(join(workspace, 'progress.json'), 'utf8'))
    expect(saved).toMatchObject({
      exercises: { [objectsPerSlab.name]: { attempts: 2, hints: 1, passed: expect.any(String) } },
    })
  })

  it('says that the progress file was damaged and what the files prove', async () => {
    const workspace = newWorkspace()
    handIn(workspace, 'solution.ts')
    writeFileSync(join(workspace, 'progress.json'), '{ broken')
    const { terminal } = openTerminal(kmallocCourse, { workspace })
    const screen = await terminal.shows('recorded again.')
    expect(screen).toContain('The progress file is damaged')
    expect(screen).toMatch(/1 of \d+ +\d+ min/)
  })

  it.each([80, 60, 40])('fits %i columns', async (columns) => {
    const { terminal } = openTerminal(kmallocCourse, { columns })
    expect(widest(await terminal.shows('? keys'))).toBeLessThanOrEqual(columns)
    terminal.press('Enter')
    const reader = await terminal.shows('section 1 of')
    expect(reader).toContain('A hundred bytes, please')
    expect(widest(reader)).toBeLessThanOrEqual(columns)
    terminal.press('?')
    await terminal.shows('Any key goes back.')
    terminal.press('?', 'q')
    await terminal.shows('kmalloc-course')
    terminal.press('q')
    await terminal.shows('exit code 0')
  })

  it('jumps, searches, filters and resizes', async () => {
    const { terminal } = openTerminal(`${kmallocCourse} learn 00`)
    await terminal.shows('section 1 of')
    terminal.press('g')
    await terminal.shows('Jump to a section')
    terminal.press('Down', 'Enter')
    await terminal.shows('section 2 of')
    terminal.press('/')
    await terminal.shows('Search:')
    terminal.press('network', 'Space', 'card', 'Enter')
    await terminal.shows('section 1 of')
    terminal.press('q')
    await terminal.shows('letters filter')
    terminal.press('slab')
    const filtered = await terminal.shows('Filter: slab')
    expect(filtered).toContain('Objects per slab')
    expect(filtered).not.toContain('Page arithmetic')
  })

  it('steps aside for Ctrl-Z and comes back with fg', async () => {
    const workspace = newWorkspace()
    const terminal = new Terminal(80, 24, cleanEnvironment(workspace))
    terminal.press('exec bash --norc', 'Enter')
    terminal.run('node src/bin.cjs learn 00')
    await terminal.shows('section 1 of')
    terminal.press('C-z')
    await terminal.shows('Stopped')
    expect(terminal.modes).toBe('1 0')
    terminal.press('fg', 'Enter')
    await terminal.shows('section 1 of')
    expect(terminal.modes).toBe('0 1')
  })

  it('leaves the terminal as it was when it is ended by a signal', async () => {
    const command = `sh -c 'echo $$ > $KMALLOC_WORKSPACE/pid; exec node src/bin.cjs'`
    const { terminal, workspace } = openTerminal(command)
    await terminal.shows('? keys')
    process.kill(Number(readFileSync(join(workspace, 'pid'), 'utf8')), 'SIGTERM')
    await terminal.shows('exit code 143')
    expect(terminal.modes).toBe('1 0')
  })

  it('asks which editor to use when none is set, opens it, and judges what it saved', async () => {
    const editors = temporaryFolder()
    const solution = join(process.cwd(), objectsPerSlab.folder, 'solution.ts')
    writeFileSync(join(editors, 'nano'), `#!/bin/sh\ncp ${solution} "$1"\n`, { mode: 0o755 })
    // tmux names an editor of its own.
    const noEditor = `env -u EDITOR -u VISUAL PATH=${editors}:$PATH`
    const { terminal } = openTerminal(`${noEditor} ${kmallocCourse} watch ${objectsPerSlab.name}`)
    await terminal.shows('Your starter is ready')
    terminal.press('e')
    await terminal.shows('Which editor shall open your files?')
    terminal.press('nano', 'Enter')
    await terminal.shows(`✓ ${objectsPerSlab.name} passes.`)
    expect(terminal.modes).toBe('0 1')
  })

  it('asks before a reset, and keeps what the learner wrote', async () => {
    const { terminal, workspace } = openTerminal('true')
    const path = handIn(workspace, 'solution.ts')
    const own = readFileSync(path, 'utf8')
    const reset = `node src/bin.cjs reset ${objectsPerSlab.name}`
    terminal.run(reset)
    await terminal.shows('(y/N)')
    terminal.press('n', 'Enter')
    await terminal.shows('exit code')
    expect(readFileSync(path, 'utf8')).toBe(own)
    terminal.run(reset)
    await terminal.shows('(y/N)')
    terminal.press('y', 'Enter')
    await terminal.shows('Your version is kept as')
    expect(readFileSync(path.replace(/\.ts$/, '.kept-1.ts'), 'utf8')).toBe(own)
    expect(readFileSync(path, 'utf8')).not.toBe(own)
  })
})
