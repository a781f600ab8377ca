/** The simulator's prompt and the stepper in a real terminal, looked at as a person would: through tmux. */
import { join } from 'node:path'
import { displayWidth } from '#text/width.ts'
import { describe, expect, it } from 'vitest'
import { cleanEnvironment, newWorkspace } from '../command.ts'
import { hasTmux, Terminal } from '../terminal.ts'

function open(command: string, columns = 80) {
  const workspace = newWorkspace()
  const terminal = new Terminal(columns, 24, cleanEnvironment(workspace))
  terminal.run(command)
  return { terminal, workspace }
}

function widest(screen: string): number {
  return Math.max(...screen.split('\n').map(displayWidth))
}

describe.skipIf(!hasTmux)('the prompt of the simulator', { timeout: 40_000 }, () => {
  it('answers, completes, remembers, steps through a call and leaves', async () => {
    const { terminal, workspace } = open('node src/bin.cjs sim')
    await terminal.shows('help shows all commands, quit leaves.')
    terminal.press('kmal')
    await terminal.shows('sim> kmal')
    terminal.press('Tab')
    await terminal.shows('sim> kmalloc')
    terminal.press('100', 'Enter')
    await terminal.shows('p1 = kmalloc(100, GFP_KERNEL) → 0xc121ca00')
    await terminal.shows('* array: 0 → 15')
    terminal.press('step', 'Enter')
    await terminal.shows('step 1 of')
    await terminal.shows('Enter next, b back, q done>')
    terminal.press('Enter', 'Enter')
    await terminal.shows('step 3 of')
    terminal.press('b', 'Enter')
    await terminal.shows(/step 3 of[^]*step 2 of/)
    terminal.press('kfree', 'Space', 'p1', 'Enter')
    await terminal.shows('* array: 15 → 16')
    terminal.press('irq', 'Space', 'on', 'Enter')
    await terminal.shows('sim (in interrupt)>')
    terminal.press('Up', 'Up', 'Enter')
    await terminal.shows('p1 was given back before')
    const path = join(workspace, 'mine.scenario')
    terminal.press(`save ${path}`, 'Enter')
    await terminal.shows('Saved 4 lines to')
    terminal.press('half a line', 'C-c')
    terminal.press('quit', 'Enter')
    await terminal.shows('exit code 0')
    terminal.run(`node src/bin.cjs replay ${path}`)
    expect(await terminal.shows('exit code 0')).toMatch(/size-128 /)
  })

  it('leaves with Ctrl-D, and with Ctrl-C when nothing is typed', async () => {
    const { terminal } = open('node src/bin.cjs sim')
    await terminal.shows('sim>')
    terminal.press('C-d')
    await terminal.shows('exit code 0')
    terminal.run('node src/bin.cjs sim')
    await terminal.shows('sim>')
    terminal.press('C-c')
    await terminal.shows('exit code 0')
  })

  it.each([60, 40])('fits %i columns', async (columns) => {
    const { terminal } = open('node src/bin.cjs sim', columns)
    await terminal.shows('sim>')
    terminal.press('kmalloc 5000', 'Enter')
    expect(widest(await terminal.shows('* array'))).toBeLessThanOrEqual(columns)
    terminal.press('C-d')
  })

  it('asks without redrawing anything with --plain', async () => {
    const { terminal } = open('node src/bin.cjs sim --plain')
    await terminal.shows('sim>')
    terminal.press('kmalloc 100', 'Enter')
    await terminal.shows('p1 = kmalloc(100, GFP_KERNEL)')
    terminal.press('quit', 'Enter')
    await terminal.shows('exit code 0')
  })
})

describe.skipIf(!hasTmux)('the stepper', { timeout: 40_000 }, () => {
  it('steps through the first call of the course and goes back to the same place', async () => {
    const { terminal } = open('node src/bin.cjs learn 00')
    await terminal.shows('section 1 of')
    terminal.press('s')
    await terminal.shows('No cell of this section has run yet.')
    terminal.press('Enter')
    await terminal.shows('How many bytes long')
    terminal.press('128', 'Enter')
    await terminal.shows('Right.')
    terminal.press('s')
    const first = await terminal.shows('step 1 of')
    expect(first).toContain('kmalloc(100, GFP_KERNEL) → 0xc121ca00')
    terminal.press('Right', 'Right')
    await terminal.shows('step 3 of')
    terminal.press('End')
    await terminal.shows(/step (\d+) of \1/)
    terminal.press('Left')
    await terminal.shows('* array: 16 → 15')
    terminal.press('q')
    await terminal.shows('You answered: 128')
  })
})
