/** How the reasons of a verdict are shown: in which order, side by side or below one another, and in ASCII. */
import { describe, expect, test } from 'vitest'
import { boot, GFP_KERNEL, NULL } from '#kernel/index.ts'
import { lineWidth, textOf } from '#text/lines.ts'
import { viewCacheState, withCacheChanges } from '#view/cache-state.ts'
import { viewMemory } from '#view/memory.ts'
import type { CheckResult, Explanation, Verdict } from '#course/grader/index.ts'
import { drawReasons, drawVerdict, type VerdictOptions } from '../../../src/cli/show/verdict.ts'
import { wordsFor } from '../../../src/cli/words.ts'

const words = wordsFor('en')
const options: VerdictOptions = {
  width: 80,
  unicode: true,
  colour: true,
  words,
  advice: 'h shows a hint.',
}

const failed = (actual: string): CheckResult => ({
  name: 'takes one object',
  state: 'fail',
  failure: {
    tried: 'take(kernel)',
    message: 'no',
    compared: null,
    expected: '1',
    actual,
    look: null,
    position: null,
  },
})
const verdict: Verdict = {
  exercise: 'take',
  outcome: 'fail',
  checks: [failed('2'), { name: 'gives it back', state: 'fail', failure: null }],
  trouble: null,
  printed: [],
  printedCut: false,
  seed: 7,
}

function explanation(): Explanation {
  const kernel = boot()
  const cache = kernel.caches().find(({ name }) => name === 'size-64')
  if (!cache) throw new Error('there is no size-64')
  const address = kernel.kmalloc(64, GFP_KERNEL)
  const before = viewCacheState(kernel, cache)
  expect(kernel.kmalloc(64, GFP_KERNEL)).not.toBe(NULL)
  const after = withCacheChanges(before, viewCacheState(kernel, cache))
  const event = { function: '__kmalloc', file: 'mm/slab.c', reason: 'the smallest class' }
  return {
    figures: { yours: viewMemory(kernel, address, 8), reference: viewMemory(kernel, address, 4) },
    divergence: {
      events: { yours: { ...event, text: 'takes 64 bytes — at 0xc1234567' }, reference: null },
      before: { yours: [before], reference: [before] },
      after: { yours: [after], reference: [before] },
    },
    misconception: {
      name: 'takes-two',
      blocks: [{ kind: 'prose', runs: [{ text: 'You take two.', style: 'plain' }] }],
    },
    advice: [
      {
        message: 'This is a text, and a number is wanted.',
        position: { file: '/home/ada/take.ts', line: 3, column: 1, source: 'return "1"' },
      },
    ],
  }
}

const shown = (more: Partial<VerdictOptions>) =>
  drawVerdict(verdict, { ...options, ...more }).map(textOf)

test('the order: what happened, pictures, machines, the idea, advice, what changed, the hint', () => {
  const lines = shown({ explanation: explanation(), previous: { ...verdict, checks: [] } })
  const previous = { ...verdict, checks: [failed('3'), ...verdict.checks.slice(1)] }
  const told = shown({ explanation: explanation(), previous })
  const order = [
    'What happened  2',
    words.why.figures,
    words.why.divergence,
    words.why.nothingMore,
    words.why.bothBefore,
    words.why.stays,
    words.why.misconception,
    words.why.advice,
    words.why.sinceLastTry,
    words.otherChecks,
    'h shows a hint.',
  ]
  const places = order.map((text) => told.findIndex((shownLine) => shownLine.includes(text)))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  // Nothing was judged the last time, so there is nothing to compare with.
  expect(lines).not.toContain(words.why.sinceLastTry)
})

describe('both sides', () => {
  test('stand beside one another where there is room', () => {
    const line = shown({ explanation: explanation(), width: 80 }).find((text) =>
      text.startsWith(words.why.yourMachine),
    )
    expect(line).toMatch(/^Your machine +│ Reference machine$/)
  })

  test('stand below one another where there is none', () => {
    const lines = shown({ explanation: explanation(), width: 60 })
    expect(lines).toContain(words.why.yourMachine)
    expect(lines).toContain(words.why.reference)
    expect(lines.indexOf(words.why.reference)).toBeGreaterThan(lines.indexOf(words.why.yourMachine))
  })

  test('stand below one another for a screen reader, however wide the screen is', () => {
    const lines = shown({ explanation: explanation(), width: 120, stacked: true })
    expect(lines).toContain(words.why.yourMachine)
    expect(lines).toContain(words.why.reference)
  })

  test('are shown once where they are the same', () => {
    const { divergence, ...rest } = explanation()
    if (!divergence) throw new Error('no divergence')
    const same = { ...divergence, after: divergence.before }
    const lines = shown({ explanation: { ...rest, divergence: same } })
    expect(lines.filter((text) => text === words.why.bothBefore)).toHaveLength(1)
    expect(lines.filter((text) => text === words.why.bothAfter)).toHaveLength(1)
    expect(lines.filter((text) => text.includes(words.why.after))).toEqual([])
  })
})

test('says of the machine that does nothing more that it does not', () => {
  const text = shown({ explanation: explanation() }).join('\n')
  expect(text).toContain(words.why.nothingMore)
  expect(text).toContain(words.why.stays)
})

test.for([40, 60, 80, 120])('no line is wider than %i columns, and ASCII is ASCII', (width) => {
  const drawn = drawVerdict(verdict, {
    ...options,
    width,
    unicode: false,
    colour: false,
    explanation: explanation(),
    previous: verdict,
  })
  expect(drawn.filter((line) => lineWidth(line) > width).map(textOf)).toEqual([])
  // oxlint-disable-next-line no-control-regex -- exactly these signs are meant
  expect(drawn.map(textOf).join('\n')).toMatch(/^[\x00-\x7f]*$/)
})

describe('while the reasons are looked for', () => {
  test('the screen says so', () => {
    expect(shown({ explanation: 'coming' })).toContain(words.why.looking)
    expect(shown({ explanation: null })).not.toContain(words.why.looking)
  })

  test('a transcript keeps the hint for the end, and says it once', () => {
    const first = shown({ explanation: 'following' })
    const second = drawReasons(verdict, { ...options, explanation: explanation() }).map(textOf)
    expect(first).not.toContain('h shows a hint.')
    expect(second.at(-2)).toBe('h shows a hint.')
    expect([...first, ...second].filter((text) => text.includes('--seed 7'))).toHaveLength(1)
  })
})

describe('since the last try', () => {
  const lines = (previous: Verdict) =>
    shown({ previous }).slice(shown({ previous }).indexOf(words.why.sinceLastTry))

  test('tells what passes, what does not any more, and what is answered otherwise', () => {
    const previous: Verdict = {
      ...verdict,
      checks: [failed('3'), { name: 'gives it back', state: 'pass', failure: null }],
    }
    expect(lines(previous).slice(1, 3)).toEqual([
      '  ✗ Does not pass any more: gives it back',
      '  · take(kernel): was 3, is 2',
    ])
  })

  test('counts the answers to something else, in words', () => {
    const { failure } = failed('3')
    const other = {
      ...failed('3'),
      failure: failure && { ...failure, compared: 'bytes', message: 'bytes' },
    }
    expect(lines({ ...verdict, checks: [other] })[1]).toBe('  · One answer has changed.')
    expect(words.why.moreAnswers(2, 1)).toBe('2 other answers have changed.')
  })

  test('says when nothing changed', () => {
    expect(lines(verdict)[1]).toBe(`  · ${words.why.nothingChanged}`)
  })
})
