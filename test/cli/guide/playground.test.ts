/** A scratch file in the guided course, without a terminal. */
import { describe, expect, it } from 'vitest'
import type { Played } from '#course/play/run.ts'
import { Play } from './course.ts'

const path = 'workspace/play/scratch.ts'
const opened = () => new Play().event({ kind: 'play-opened', name: 'scratch', path })

const played: Played = {
  parts: [
    { kind: 'text', text: 'one' },
    { kind: 'figure', figure: { kind: 'cache list', caches: [] } },
  ],
  cut: false,
  trouble: null,
}

describe('a scratch file', () => {
  it('is the last thing on the map, found by its name too', () => {
    expect(new Play().screen).toMatch(/Play: a scratch file of your own/)
    expect(new Play().press('end', 'return').took()).toEqual([
      { kind: 'open-play', name: 'scratch' },
    ])
    const found = new Play().press('p', 'l', 'a', 'y', 'return')
    expect(found.took()).toEqual([{ kind: 'open-play', name: 'scratch' }])
  })

  it('shows where it is, that it runs, and what came of it', () => {
    const play = opened()
    expect(play.screen).toContain(`Your file: ${path}`)
    expect(play.screen).toContain('running…')
    play.event({ kind: 'played', played })
    expect(play.screen).toContain('✓ ran')
    expect(play.screen).toContain('\n one\n')
  })

  it('keeps what it showed on the screen while it runs again', () => {
    const play = opened().event({ kind: 'played', played }).event({ kind: 'play-runs' })
    expect(play.screen).toContain('\n one\n')
    expect(play.screen).toContain('running…')
  })

  it('that was stopped says why, with the line', () => {
    const position = { file: '/w/play/scratch.ts', line: 3, column: 1, source: 'nothing()' }
    const trouble = { kind: 'threw' as const, message: 'ReferenceError: no', position }
    const play = opened().event({ kind: 'played', played: { ...played, trouble } })
    for (const text of ['✗ stopped', 'ReferenceError: no', 'In scratch.ts, line 3:', 'nothing()'])
      expect(play.screen).toContain(text)
  })

  it('is run with r, opened with e and left with q', () => {
    const play = opened()
    expect(play.press('r', 'e', 'q').took()).toEqual([
      { kind: 'run-play' },
      { kind: 'edit-play' },
      { kind: 'close-play' },
    ])
    expect(play.screen).toContain('Start: Lesson 0')
    expect(play.event({ kind: 'played', played }).screen).toContain('Start: Lesson 0')
  })

  it.each([
    [80, 24],
    [60, 20],
    [40, 12],
  ])('fits a screen of %i by %i', (columns, rows) => {
    const play = opened().event({ kind: 'played', played })
    const lines = play.event({ kind: 'resize', columns, rows }).screen.split('\n')
    expect(lines.length).toBeLessThanOrEqual(rows)
    expect(lines.filter((line) => line.length > columns)).toEqual([])
  })
})
