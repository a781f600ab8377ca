/**
 * The tour: every exercise solved once in a real terminal, the way a learner would get there: a first try, what the
 * verdict says about it, hints, and the file that passes. Each exercise has the script of its own tour.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Report } from '#course/compile/source.ts'
import { openContent } from '#course/content.ts'
import { applyEdit, readTour } from '#course/doctor/tour.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { cleanEnvironment, course } from '../cli/command.ts'
import { hasTmux, Terminal } from '../cli/terminal.ts'

const { catalogue } = openContent({ root: '.', language: 'en' })
const exercises = catalogue.lessons.flatMap(({ id, exercises: all }) =>
  all.map(({ name, folder }) => ({ lesson: id, name, folder })),
)

/** One learner solves all of them. */
const workspace = mkdtempSync(join(tmpdir(), 'kmalloc-course-tour-'))
afterAll(() => rmSync(workspace, { recursive: true, maxRetries: 20, retryDelay: 50 }))

/** What stands on the screen, wherever its lines are broken. */
const unbroken = (text: string): string => text.replace(/\s+/g, ' ')

describe.skipIf(!hasTmux)('a tour of the course', { timeout: 60_000 }, () => {
  it.each(exercises)('solves $name by its text and hints', async ({ lesson, name, folder }) => {
    const report = new Report(`${folder}/tour.yaml`)
    const steps = readTour(readFileSync(report.file, 'utf8'), report)
    expect(report.problems).toEqual([])
    const file = join(workspace, lesson, `${name}.ts`)
    const terminal = new Terminal(80, 24, cleanEnvironment(workspace))
    terminal.run('node src/bin.cjs --editor true')
    await terminal.shows('letters filter')
    terminal.press(name)
    await terminal.shows(`Filter: ${name}`)
    terminal.press('Enter')
    await terminal.shows(`Exercise · ${name}`)
    await terminal.until(() => existsSync(file), `a starter at ${file}`)
    for (const { press, edit, see } of steps) {
      if (press.length > 0) terminal.press(...press)
      if (edit !== null) writeFileSync(file, applyEdit(readFileSync(file, 'utf8'), edit))
      for (const text of see) {
        const wanted = unbroken(text)
        await terminal.until((screen) => unbroken(screen).includes(wanted), wanted)
      }
    }
  })

  it('ends with every exercise done', async () => {
    const { stdout } = await course(['list', '--json'], { workspace })
    const listed: unknown = JSON.parse(stdout)
    expect(listed).toMatchObject({
      lessons: catalogue.lessons.map(({ exercises: all }) => ({
        exercises: all.map(({ name }) => ({ name, state: 'passed' })),
      })),
    })
  })
})
