/** The guided course as a function of keys and events, without a terminal. */
import { describe, expect, it } from 'vitest'
import { type Explanation, nothingToExplain } from '#course/grader/explanation.ts'
import type { Verdict } from '#course/grader/verdict.ts'
import type { Progress } from '#course/progress/index.ts'
import { line } from '#text/lines.ts'
import type { Effect } from '../../../src/cli/guide/events.ts'
import { emptyProgress } from '#course/progress/schema.ts'
import { pageOf } from '../../../src/cli/guide/layout.ts'
import { exercise, lesson, ordering, Play } from './course.ts'

function recorded(play: Play): object[] {
  return play.effects.flatMap((effect: Effect) => (effect.kind === 'record' ? effect.changes : []))
}

const verdict = (outcome: 'pass' | 'fail'): Verdict => ({
  exercise: 'refill',
  outcome,
  checks: [{ name: 'takes a batch', state: outcome === 'pass' ? 'pass' : 'fail', failure: null }],
  trouble: null,
  printed: [],
  printedCut: false,
  seed: 1,
})

const passedProgress = {
  ...emptyProgress(),
  exercises: { refill: { attempts: 1, hints: 0, passed: '2026-11-22T10:00:00Z' } },
}

describe('the map', () => {
  it('opens the next thing with Enter', () => {
    expect(new Play().press('return').took()).toEqual([
      { kind: 'open-lesson', lesson: '00-small', section: 0, cameFrom: null },
    ])
  })

  it('filters by what is typed, q among it, and Esc shows everything again', () => {
    const play = new Play().press('r', 'e', 'q')
    expect(play.screen).toContain('Filter: req')
    expect(play.screen).toContain('Nothing has this in its name.')
    play.press('backspace')
    expect(play.screen).toContain('Refill the array')
    expect(play.press('return').took()).toEqual([{ kind: 'open-exercise', name: 'refill' }])
    expect(new Play().press('z', 'escape').screen).toContain('Start: Lesson 0')
  })

  it('leaves with q', () => {
    expect(new Play().press('q').took()).toEqual([{ kind: 'leave' }])
  })
})

describe('everywhere', () => {
  it('? shows the keys, and the next key only closes them', () => {
    const play = new Play().press('?')
    expect(play.screen).toContain('Any key goes back.')
    expect(play.press('q').took()).toEqual([])
    expect(play.guide.keysShown).toBe(false)
  })

  it('Ctrl-C leaves', () => {
    for (const play of [new Play(), new Play().openLesson(), new Play().openExercise()]) {
      play.took()
      play.event({ kind: 'key', key: { name: 'c', text: '', ctrl: true } })
      expect(play.took()).toEqual([{ kind: 'leave' }])
    }
  })

  it.each([
    [80, 24],
    [60, 20],
    [40, 12],
    [20, 5],
  ])('fills a screen of %i by %i and no more', (columns, rows) => {
    for (const play of [new Play(), new Play().openLesson(), new Play().openExercise()]) {
      const lines = play.event({ kind: 'resize', columns, rows }).screen.split('\n')
      expect(lines.length).toBeLessThanOrEqual(rows)
      expect(lines.filter((line) => line.length > columns)).toEqual([])
    }
  })
})

describe('a question', () => {
  it('hides what gives the answer away until it is answered', () => {
    const play = new Play().openLesson()
    expect(play.screen).toContain('print(128)')
    expect(play.screen).toContain('How many?')
    expect(play.screen).not.toContain('After the answer.')
    expect(play.took()).toEqual([])
  })

  it('is answered in its place, with the sentence for the wrong number and what the machine says', () => {
    const play = new Play().openLesson().press('1', '0', '0', 'return')
    expect(play.took()).toEqual([{ kind: 'answer', prediction: 0, typed: '100' }])
    play.event({ kind: 'answered', prediction: 0, typed: '100', answer: '128' })
    expect(recorded(play)).toContainEqual(
      expect.objectContaining({
        kind: 'predicted',
        prediction: 'asking/1',
        answer: '100',
        right: false,
      }),
    )
    expect(play.took()).toEqual([{ kind: 'run-cell', cell: 0 }])
    play.event({ kind: 'cell-ran', cell: 0, result: { output: '128', error: null } })
    for (const text of ['That would be exact.', 'The machine says: 128', 'After the answer.']) {
      expect(play.screen).toContain(text)
    }
  })

  it('takes hex for a number, and complains about what is none', () => {
    const play = new Play().openLesson().press('0', 'x', '8', '0', 'return')
    expect(play.took()).toEqual([{ kind: 'answer', prediction: 0, typed: '128' }])
    const other = new Play().openLesson().press('1', '-', 'return')
    expect(other.took()).toEqual([])
    expect(other.screen).toContain('"1-" is not a number.')
  })

  it('by choice needs a choice: Enter alone answers nothing', () => {
    const play = new Play().openLesson(2)
    play.took()
    expect(play.press('return').took()).toEqual([])
    expect(play.screen).toContain('Choose an answer first')
    expect(play.press('2', 'return').took()).toEqual([
      { kind: 'answer', prediction: 1, typed: 'b' },
    ])
    const arrows = new Play().openLesson(2).press('down', 'return')
    expect(arrows.took()).toEqual([{ kind: 'answer', prediction: 1, typed: 'a' }])
  })

  it('about an order takes typed numbers: what is typed comes first', () => {
    const play = new Play().openLesson(0, ordering)
    play.took()
    expect(play.press('return').took()).toEqual([])
    expect(play.screen).toContain('Put them in order first')
    play.press('3')
    expect(play.screen).toMatch(/3\. find the array empty\n.*1\. take objects/)
    expect(play.press('2', 'return').took()).toEqual([
      { kind: 'answer', prediction: 2, typed: 'empty,grow,take' },
    ])
    expect(play.press('backspace', 'backspace', 'escape').screen).toMatch(/1\. take[^]*3\. find/)
  })

  it('about an order lets the arrow keys move what Space has taken up', () => {
    const play = new Play()
      .openLesson(0, ordering)
      .press('down', 'down', 'down', 'space', 'up', 'up')
    expect(play.screen).toMatch(/❯ 3\. find the array empty \(moving\)\n.*1\. take objects/)
    play.took()
    expect(play.press('space', 'down', 'space', 'down', 'return').took()).toEqual([
      { kind: 'answer', prediction: 2, typed: 'empty,grow,take' },
    ])
  })

  it('about an order says how far it is right and why not further', () => {
    const play = new Play().openLesson(0, ordering).press('3', '1', 'return')
    const typed = 'empty,take,grow'
    play.event({ kind: 'answered', prediction: 2, typed, answer: 'empty,grow,take' })
    expect(play.screen).toMatch(/✓ 1\. find the array empty\n *✗ 2\. take objects/)
    expect(play.screen).toContain('The first place is right, the next one is wrong.')
    expect(play.screen).toContain('There is no slab to take from yet.')
    expect(recorded(play)).toContainEqual(
      expect.objectContaining({ prediction: 'ordering/1', answer: typed, right: false }),
    )
    expect(play.screen).toContain('After the order.')
  })

  it('that was answered before is shown with its answer', () => {
    const answered = { answer: '128', right: true, at: '' }
    const lessons = { '00-small': { read: {}, predictions: { 'asking/1': answered } } }
    const play = new Play({ ...emptyProgress(), lessons }).openLesson()
    expect(play.took()).toEqual([
      { kind: 'answer', prediction: 0, typed: '128' },
      { kind: 'run-cell', cell: 0 },
    ])
  })

  it('whose expression fails says so and holds nobody up', () => {
    const play = new Play().openLesson().press('1', 'return')
    play.event({
      kind: 'answered',
      prediction: 0,
      typed: '1',
      answer: { broken: 'x is not defined' },
    })
    expect(play.screen).toContain('x is not defined')
    expect(play.screen).toContain('After the answer.')
  })
})

describe('an answer', () => {
  it('comes below its question, however many choices there were', () => {
    const play = new Play().openLesson(2).event({ kind: 'resize', columns: 80, rows: 8 })
    play.press('1', 'return')
    play.event({ kind: 'answered', prediction: 1, typed: 'a', answer: 'b' })
    expect(play.screen.split('\n')[2]).toContain('? Which one?')
  })
})

describe('the keys of a page', () => {
  it('are told for its cells as soon as they have run', () => {
    const play = new Play().openLesson(0)
    expect(play.screen).not.toContain('e edit')
    play.press('1', 'return').event({ kind: 'answered', prediction: 0, typed: '1', answer: '2' })
    expect(play.screen).toContain('Enter next section · e edit · s step · k glossary')
    const version = { path: 'own.ts', running: false, result: null }
    play.event({ kind: 'version', lesson: lesson.id, cell: 0, version })
    expect(play.screen).toContain('e edit · r restore · s step')
    expect(new Play().openLesson(1).press('return').screen).toContain('n read on · e edit · s step')
  })

  it('are left out where there is no cell', () => {
    const play = new Play().openLesson(2).press('1', 'return')
    play.event({ kind: 'answered', prediction: 1, typed: 'a', answer: 'a' })
    expect(play.screen).toContain('Enter next section · b back · g jump · k glossary')
  })

  it.each([
    ['a number', new Play().openLesson(0), 'Type a number, Enter answers · q leave'],
    ['a choice', new Play().openLesson(2), '1-9 ↑↓ choose, Enter answers · q leave'],
    ['an order', new Play().openLesson(0, ordering), 'Type numbers or ↑↓ Space move · q leave'],
  ])('fit 40 columns where %s is asked for', (_, play, keys) => {
    play.event({ kind: 'resize', columns: 40, rows: 24 })
    expect(play.screen.split('\n').at(-1)?.trimEnd()).toBe(keys)
  })

  it('say what Enter does, even while something is told', () => {
    const play = new Play().openLesson(0).press('1', 'return')
    play.event({ kind: 'answered', prediction: 0, typed: '1', answer: '2' })
    const { body } = pageOf(play.guide)
    play.event({ kind: 'resize', columns: 80, rows: body.length + 4 })
    play.event({ kind: 'told', text: 'Something.' })
    expect(play.screen).toContain('Enter next section')
  })
})

describe('a cell', () => {
  it('runs with Enter, and what comes after appears', () => {
    const play = new Play().openLesson(1)
    play.took()
    expect(play.screen).not.toContain('After the cell.')
    expect(play.press('return').took()).toEqual([{ kind: 'run-cell', cell: 1 }])
    play.event({ kind: 'cell-ran', cell: 1, result: { output: 'one', error: null } })
    expect(play.screen).toContain('one')
    expect(play.screen).toContain('After the cell.')
  })

  it('that throws shows the line of the lesson', () => {
    const play = new Play().openLesson(1).press('return')
    const error = { line: 9, message: 'kfree: not slab' }
    play.event({ kind: 'cell-ran', cell: 1, result: { output: '', error } })
    expect(play.screen).toContain('Stopped at line 9 of the lesson: kfree: not slab')
  })
})

describe('going on', () => {
  it('opens the exercise at its place, or reads on with n and counts the section as read', () => {
    const play = new Play().openLesson(1).press('return')
    play.took()
    expect(play.press('return').took()).toEqual([{ kind: 'open-exercise', name: 'refill' }])
    const reading = new Play().openLesson(1).press('return', 'n')
    expect(recorded(reading)).toContainEqual({
      kind: 'read',
      lesson: '00-small',
      section: 'running',
    })
    expect(reading.screen).toContain('Choosing')
  })

  it('does not count a section as read whose question was left out', () => {
    const play = new Play().openLesson().press('n')
    expect(recorded(play).filter((change) => 'kind' in change && change.kind === 'read')).toEqual(
      [],
    )
  })

  it('remembers the place, goes back with b, jumps with g, searches with /', () => {
    const play = new Play().openLesson(1)
    expect(recorded(play)).toEqual([{ kind: 'place', lesson: '00-small', section: 'running' }])
    expect(play.press('b').screen).toContain('section 1 of 3')
    expect(play.press('g', 'end', 'return').screen).toContain('section 3 of 3')
    expect(play.press('/', 'c', 'e', 'l', 'l', 'return').screen).toContain('section 2 of 3')
    expect(play.press('/', 'z', 'z', 'return').screen).toContain('"zz" is not in this lesson.')
  })

  it('ends a lesson with what was learned and what is open', () => {
    const play = new Play().openLesson(2).press('n')
    expect(play.screen).toContain('You have read "A small lesson" to its end.')
    expect(play.screen).toContain('refill  Refill the array')
    play.took()
    expect(play.press('return').took()).toEqual([{ kind: 'open-exercise', name: 'refill' }])
  })
})

describe('an exercise', () => {
  it('says "checking…" at once when the file is saved, then checks', () => {
    const play = new Play().openExercise().event({ kind: 'noticed' })
    expect(play.screen).toContain('checking…')
    expect(play.event({ kind: 'saved' }).took()).toEqual([{ kind: 'check' }])
    play.event({ kind: 'verdict', verdict: verdict('fail') })
    expect(play.screen).toContain('refill does not pass yet.')
    expect(recorded(play)).toEqual([{ kind: 'attempt', exercise: 'refill', passed: false }])
  })

  describe('the reasons of a verdict', () => {
    const idea: Explanation = {
      ...nothingToExplain,
      misconception: {
        name: 'takes-two',
        blocks: [{ kind: 'prose', runs: [{ text: 'You take two.', style: 'plain' }] }],
      },
    }
    const failed = verdict('fail')
    const judged = () => new Play().openExercise().event({ kind: 'verdict', verdict: failed })

    it('come into the verdict that is on the screen, without moving it', () => {
      const play = judged()
      expect(play.screen).toContain('Looking for the reason')
      play.event({ kind: 'explained', verdict: failed, explanation: idea })
      expect(play.screen).toContain('You take two.')
      expect(play.screen).not.toContain('Looking for the reason')
      expect(play.screen.indexOf('does not pass yet')).toBeLessThan(
        play.screen.indexOf('You take two.'),
      )
    })

    it('of an older verdict are not shown', () => {
      const play = judged().event({ kind: 'verdict', verdict: verdict('fail') })
      play.event({ kind: 'explained', verdict: failed, explanation: idea })
      expect(play.screen).not.toContain('You take two.')
    })

    it('are not looked for after a pass, and no more when nothing could be found', () => {
      const passed = new Play().openExercise()
      expect(passed.event({ kind: 'verdict', verdict: verdict('pass') }).screen).not.toContain(
        'Looking',
      )
      expect(judged().event({ kind: 'not-checked' }).screen).not.toContain('Looking')
    })

    it('tell what changed since the try before', () => {
      const check = (state: 'pass' | 'fail') => ({ name: 'takes one', state, failure: null })
      const first: Verdict = { ...failed, checks: [check('fail')] }
      const second: Verdict = { ...failed, checks: [check('pass')] }
      const play = new Play().openExercise().event({ kind: 'verdict', verdict: first })
      expect(play.screen).not.toContain('Since your last try')
      play.event({ kind: 'verdict', verdict: second })
      expect(play.screen).toContain('Passes now: takes one')
    })
  })

  it('keeps the pass on the screen until a key is pressed', () => {
    const play = new Play(passedProgress).openExercise()
    play.event({ kind: 'verdict', verdict: verdict('pass') })
    play.event({ kind: 'progress', progress: passedProgress, started: ['refill'] })
    expect(play.screen).toContain('✓ refill passes.')
    play.took()
    expect(play.press('d').took()).toEqual([{ kind: 'show-diff' }])
    expect(play.press('s').took()).toEqual([{ kind: 'show-solution' }])
  })

  it('shows one hint after the other, and the solution only after all of them, asked twice', () => {
    const play = new Play().openExercise().press('s')
    expect(play.screen).toContain('3 left')
    expect(play.press('h').screen).toContain('Hint 1 of 3')
    expect(play.screen).not.toContain('Hint 2 of 3')
    const hints = { refill: { attempts: 0, hints: 3, passed: null } }
    play.event({
      kind: 'progress',
      progress: { ...emptyProgress(), exercises: hints },
      started: [],
    })
    play.took()
    expect(play.press('s').took()).toEqual([])
    expect(play.press('n').took()).toEqual([])
    expect(play.press('s', 'y').took()).toEqual([{ kind: 'show-solution' }])
  })

  it('goes back from the solution to where the page was', () => {
    const play = new Play().openExercise().press('h', 'h', 'h')
    play.event({ kind: 'resize', columns: 80, rows: 9 }).press('end')
    const left = play.screen
    const lines = Array.from({ length: 30 }, (_, index) => line(`line ${index}`))
    play.event({ kind: 'sheet', lines })
    expect(play.screen).toContain('line 0')
    expect(play.press('end').screen).toContain('line 29')
    expect(play.press('escape').screen).toBe(left)
  })

  it('asks before it resets', () => {
    const play = new Play().openExercise()
    expect(play.press('x').screen).toContain('(y/n)')
    expect(play.press('n').took()).toEqual([])
    expect(play.press('x', 'y').took()).toEqual([{ kind: 'reset' }])
  })

  it('goes to its section and comes back', () => {
    const play = new Play().openExercise().press('l')
    expect(play.took()).toContainEqual({
      kind: 'open-lesson',
      lesson: '00-small',
      section: 1,
      cameFrom: exercise.name,
    })
  })

  it('is checked again when the learner is back from the lesson, if it was tried before', () => {
    const back = (progress: Progress) => {
      const play = new Play(progress)
      play.event({ kind: 'lesson-opened', lesson, section: 1, cameFrom: exercise.name }).took()
      return play.press('q').took()
    }
    const opening = { kind: 'open-exercise', name: exercise.name }
    expect(back(emptyProgress())).toEqual([opening])
    expect(back(passedProgress)).toEqual([opening, { kind: 'check' }])
  })

  it('ignores a verdict of another exercise', () => {
    const play = new Play().openExercise()
    play.event({ kind: 'verdict', verdict: { ...verdict('pass'), exercise: 'grow' } })
    expect(play.screen).toContain('not checked yet')
  })
})
