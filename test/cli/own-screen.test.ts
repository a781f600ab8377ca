/** Cells, orders, words and scratch files on a real terminal, at the widths people have. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTmux, kmallocCourse, openTerminal, widest } from './terminal.ts'

/** With an editor that has a window of its own, which needs nothing from the screen. */
function openCourse(command: string, columns: number, env: Record<string, string> = {}) {
  return openTerminal(`${kmallocCourse} ${command}`, { columns, env: { EDITOR: 'true', ...env } })
}

describe.skipIf(!hasTmux)('on a terminal', { timeout: 40_000 }, () => {
  it.each([
    [80, {}],
    [60, { NO_COLOR: '1' }],
    [40, { LC_ALL: 'C' }],
  ] as const)(
    'a cell is edited, run on a save, and restored, at %i columns with %o',
    async (columns, env) => {
      const { terminal, workspace } = openCourse('learn 00 --section first-object', columns, env)
      await terminal.shows('A hundred bytes')
      terminal.press('128')
      await terminal.shows('Enter answers')
      terminal.press('Enter')
      await terminal.shows('128 bytes at')
      terminal.press('e')
      await terminal.shows('Your version,')
      const file = join(workspace, '00-the-machine/cells/first-object-1.ts')
      writeFileSync(file, readFileSync(file, 'utf8').replace('kmalloc(100', 'kmalloc(300'))
      const edited = await terminal.shows('512 bytes at')
      expect(edited).toContain('128 bytes at')
      expect(widest(edited)).toBeLessThanOrEqual(columns)
      writeFileSync(file, 'for (;;) {}\n')
      await terminal.shows(/Stopped at line 1/)
      terminal.press('r')
      expect(await terminal.shows(/kept as|kept-1/)).not.toContain('Your version,')
      terminal.press('C-c')
      await terminal.shows('exit code 0')
    },
  )

  it.each([80, 40])('things are put in order by typing, at %i columns', async (columns) => {
    const { terminal } = openCourse('learn 00 --section stack', columns)
    await terminal.shows('In which order')
    terminal.press('2')
    await terminal.shows(/❯ 1\./)
    terminal.press('1', 'Enter')
    const answered = await terminal.shows('The machine says')
    expect(answered).toMatch(/✗ 1\. the first packet/)
    expect(widest(answered)).toBeLessThanOrEqual(columns)
  })

  it.each([
    [80, {}],
    [40, { LC_ALL: 'C', NO_COLOR: '1' }],
  ] as const)(
    'a word is looked up and the way back is kept, at %i columns with %o',
    async (columns, env) => {
      const { terminal } = openCourse('learn 00 --section frames', columns, env)
      await terminal.shows('Pages and frames')
      terminal.press('k')
      expect(widest(await terminal.shows('In this section'))).toBeLessThanOrEqual(columns)
      terminal.press('b', 'u', 'f', 'c')
      await terminal.shows('Also: kmem_bufctl_t')
      terminal.press('Enter')
      await terminal.shows('The notes, byte by byte')
      terminal.press('q')
      await terminal.shows('Pages and frames')
    },
  )

  it.each([
    [80, {}],
    [60, { NO_COLOR: '1' }],
    [40, { LC_ALL: 'C' }],
  ] as const)(
    'a scratch file is drawn again on every save, at %i columns with %o',
    async (columns, env) => {
      const { terminal, workspace } = openCourse('play', columns, env)
      const drawn = await terminal.shows('slab 0')
      expect(widest(drawn)).toBeLessThanOrEqual(columns)
      const file = join(workspace, 'play/scratch.ts')
      writeFileSync(file, readFileSync(file, 'utf8').replace("'an object at'", "'now at'"))
      await terminal.shows('now at 0xc')
      terminal.press('C-c')
      await terminal.shows('exit code 0')
      expect(terminal.modes).toBe('1 0')
    },
  )
})
