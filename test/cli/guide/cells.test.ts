/** Cells that the learner edits, in the guided course without a terminal. */
import { describe, expect, it } from 'vitest'
import type { EditedResult } from '#course/notebook/edited.ts'
import { Play } from './course.ts'

const path = 'workspace/00-small/cells/running-1.ts'
const result: EditedResult = { output: '2', cut: false, error: null, figures: {} }

/** The section with a cell, after the cell has run. */
function afterTheCell(): Play {
  const play = new Play().openLesson(1).press('return')
  play.event({ kind: 'cell-ran', cell: 1, result: { output: '1', error: null } })
  play.took()
  return play
}

function show(play: Play, state: { running?: boolean; result?: EditedResult | null }): Play {
  const version = { path, running: false, result: null, ...state }
  return play.event({ kind: 'version', lesson: '00-small', cell: 1, version })
}

describe('a cell of the reader', () => {
  it('is not the learner’s to edit before it has run, so that no answer is given away', () => {
    for (const section of [0, 1]) {
      const play = new Play().openLesson(section)
      play.took()
      expect(play.press('e').took()).toEqual([])
      expect(play.screen).toContain('No cell of this section has run yet.')
    }
  })

  it('is edited with e and restored with r', () => {
    const play = afterTheCell()
    expect(play.press('e').took()).toEqual([{ kind: 'edit-cell', cell: 1 }])
    expect(play.press('r').took()).toEqual([])
    expect(play.screen).toContain('This cell is as the lesson has it.')
    show(play, { result })
    expect(play.press('r').took()).toEqual([{ kind: 'restore-cell', cell: 1 }])
    play.event({ kind: 'version', lesson: '00-small', cell: 1, version: null })
    expect(play.screen).not.toContain(path)
  })

  it('keeps its own output beside what the learner’s version gives', () => {
    const play = show(afterTheCell(), { running: true })
    expect(play.screen).toContain(`┃ Your version, ${path}: running…`)
    show(play, { result })
    expect(play.screen).toMatch(/^ 1$[^]*┃ Your version, workspace[^]*┃ 2\n/m)
    const figures = { 0: { broken: 'ring is not defined' } }
    show(play, { result: { ...result, figures } })
    expect(play.screen).toContain('ring is not defined')
  })

  it('tells an error at the line of the learner’s file, or of the lesson above', () => {
    const play = afterTheCell()
    for (const [of, sentence] of [
      ['version', 'Stopped at line 3 of your file: no'],
      ['lesson', 'Stopped at line 3 of the lesson: no'],
    ] as const) {
      const error = { message: 'no', origin: { of, line: 3 } }
      expect(show(play, { result: { ...result, output: '', error } }).screen).toContain(sentence)
    }
  })

  it('says where a version of an earlier day is', () => {
    expect(show(afterTheCell(), {}).screen).toContain(`You have a version of this cell in ${path}.`)
  })

  it('of another lesson changes nothing', () => {
    const play = afterTheCell()
    const { screen } = play
    const version = { path, running: false, result }
    play.event({ kind: 'version', lesson: '99-other', cell: 1, version })
    expect(play.screen).toBe(screen)
  })

  it('is the lowest one in sight', () => {
    const play = new Play().openLesson(0).press('1', 'return')
    play.event({ kind: 'answered', prediction: 0, typed: '1', answer: '128' })
    play.event({ kind: 'cell-ran', cell: 0, result: { output: '128', error: null } })
    play.took()
    expect(play.press('e').took()).toEqual([{ kind: 'edit-cell', cell: 0 }])
  })
})
