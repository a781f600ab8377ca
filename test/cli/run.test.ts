/** `run` on a lesson that stops in the middle. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { run } from '../../src/cli/commands/run.ts'
import type { Session } from '../../src/cli/session.ts'
import { describeTerminal } from '../../src/cli/terminal.ts'
import { wordsFor } from '../../src/cli/words.ts'
import { lessonOf } from '../course/notebook/lesson.ts'

afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = 0
})

describe('run', () => {
  it('tells once what stopped a lesson, and how many cells did not run', async () => {
    const lesson = await lessonOf(['cell', 'print(1)'], ['cell', 'nothing()'], ['cell', 'print(2)'])
    const entry = { ...lesson, predictions: [], exercises: [], problems: 0 }
    const words = wordsFor('en')
    const terminal = describeTerminal({
      env: {},
      inputIsTerminal: false,
      outputIsTerminal: false,
      columns: 80,
      rows: 24,
      plain: false,
      ascii: false,
    })
    const content = { catalogue: { language: 'en', lessons: [entry] }, lesson: () => lesson }
    const session: Partial<Session> = { words, terminal, tellNotices() {} }
    Object.assign(session, { content })
    const written: string[] = []
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
    await run(session as Session, 'x', { edited: false, json: false })
    const stdout = written.join('')
    expect(stdout.match(/nothing is not defined/g)).toHaveLength(1)
    expect(stdout).toContain('The cell below it did not run.')
    expect(process.exitCode).toBe(1)
  })
})
