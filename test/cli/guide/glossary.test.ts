/** The glossary over the reader, without a terminal. */
import { describe, expect, it } from 'vitest'
import type { GlossaryWord } from '#course/model.ts'
import { lesson, ordering, Play } from './course.ts'

const word = (id: string, taught: GlossaryWord['taught'] = null): GlossaryWord => ({
  id,
  word: id,
  also: [`${id}_t`],
  meaning: [{ text: `What ${id} means.`, style: 'plain' }],
  taught,
})

const words = [
  word('batchcount', { lesson: '00-small', section: 'choosing' }),
  word('many', { lesson: '00-small', section: 'running' }),
  word('watermark', { lesson: '99-none', section: 'x' }),
  word('zone'),
]

function opened(): Play {
  const play = new Play().openLesson()
  play.took()
  expect(play.press('k').took()).toEqual([{ kind: 'open-glossary' }])
  return play.event({ kind: 'glossary-opened', words })
}

describe('the glossary', () => {
  it('shows the words of the section first, the selected one with its meaning', () => {
    expect(opened().screen).toMatch(
      /In this section\n *❯ many\n *What many means\.\n *Also: many_t\n *Taught in "A small lesson", section "Running"\.\n *\n *All other words\n *batchcount\n *watermark/,
    )
  })

  it('goes to the section that teaches a word, and back with q', () => {
    const play = opened().press('return')
    expect(play.screen).toContain('section 2 of 3')
    expect(play.screen).toContain('q goes back to where you were.')
    expect(play.press('q').screen).toContain('section 1 of 3')
    expect(play.press('q').screen).toContain('Start: Lesson 0')
  })

  it('goes back to the page as it was left: as far down, and what was shown', () => {
    const play = new Play()
      .event({ kind: 'resize', columns: 80, rows: 8 })
      .openLesson(1)
      .press('return')
      .event({ kind: 'cell-ran', cell: 1, result: { output: '1', error: null } })
      .press('end')
    const left = play.screen
    expect(left).toContain('After the cell.')
    play.press('k').event({ kind: 'glossary-opened', words })
    expect(play.press('b', 'a', 't', 'return').screen).toContain('section 3 of 3')
    expect(play.press('q').screen).toBe(left)
  })

  it('takes back to another lesson as it was left', () => {
    const spot = { lesson: '00-small', section: 1, passed: 1, scroll: 4 }
    const play = new Play().event({ kind: 'resize', columns: 80, rows: 8 })
    const way = { section: 0, cameFrom: null, lookedUpFrom: spot }
    play.event({ kind: 'lesson-opened', lesson: ordering, ...way }).took()
    const back = { section: 1, cameFrom: null, lookedUpFrom: null, backAt: spot }
    expect(play.press('q').took()).toEqual([{ kind: 'open-lesson', lesson: '00-small', ...back }])
    play.event({ kind: 'lesson-opened', lesson, ...back })
    expect(play.took()).toContainEqual({ kind: 'run-cell', cell: 1 })
    play.event({ kind: 'cell-ran', cell: 1, result: { output: '1', error: null } })
    expect(play.screen).toContain('After the cell.')
    expect(play.screen).not.toContain('Running')
  })

  it('filters by what is typed, q and ? among it; Esc shows all again and then the page', () => {
    const play = opened().press('b', 'a', 't')
    expect(play.screen).toMatch(/Filter: bat[^]*❯ batchcount/)
    expect(play.screen).not.toContain('watermark')
    expect(play.press('q', '?').screen).toContain('No word has "batq?" in it.')
    expect(play.press('escape').screen).toContain('watermark')
    expect(play.press('escape').screen).toContain('How many?')
  })

  it('says so when no lesson teaches a word yet', () => {
    for (const name of ['watermark', 'zone']) {
      const play = opened().press(...Array.from(name))
      expect(play.screen).toContain('No lesson teaches it yet.')
      expect(play.press('return').took()).toEqual([])
      expect(play.screen).toContain(`❯ ${name}`)
    }
  })

  it('of another lesson’s word opens that lesson, with the way back', () => {
    const play = opened()
    const { catalogue } = play.guide
    const sections = [{ id: 'x', title: 'X' }]
    const other = { ...catalogue.lessons[0]!, id: '99-none', sections }
    play.guide = {
      ...play.guide,
      catalogue: { ...catalogue, lessons: [...catalogue.lessons, other] },
    }
    expect(play.press('w', 'a', 't', 'return').took()).toEqual([
      {
        kind: 'open-lesson',
        lesson: '99-none',
        section: 0,
        cameFrom: null,
        lookedUpFrom: { lesson: '00-small', section: 0, passed: 0, scroll: 0 },
        backAt: null,
      },
    ])
  })

  it.each([
    [80, 24],
    [60, 20],
    [40, 12],
  ])('fits a screen of %i by %i, with the selected word in sight', (columns, rows) => {
    const play = opened().event({ kind: 'resize', columns, rows })
    for (const name of ['many', 'batchcount', 'watermark', 'zone']) {
      const lines = play.screen.split('\n')
      expect(lines.length).toBeLessThanOrEqual(rows)
      expect(lines.filter((line) => line.length > columns)).toEqual([])
      expect(play.screen).toContain(`❯ ${name}`)
      expect(play.screen).toContain(`What ${name} means.`)
      play.press('down')
    }
  })

  it('is empty in a course without one', () => {
    const play = new Play().openLesson().press('k').event({ kind: 'glossary-opened', words: [] })
    expect(play.screen).toContain('There is no glossary in this language yet.')
  })
})
