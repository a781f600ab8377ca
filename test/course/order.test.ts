/** Orders as answers: where one goes wrong, and which sentence says so. */
import { describe, expect, it } from 'vitest'
import type { Runs } from '#text/blocks.ts'
import { firstWrongPlace, sentenceForOrder } from '#course/order.ts'
import { answerProblems } from '#course/prediction.ts'

const runs = (text: string): Runs => [{ text, style: 'plain' }]
const right = 'empty,grow,construct,take'

describe('a wrong order', () => {
  it('is right up to its first wrong place', () => {
    expect(firstWrongPlace('grow,empty,construct,take', right)).toBe(0)
    expect(firstWrongPlace('empty,grow,take,construct', right)).toBe(2)
    expect(firstWrongPlace(right, right)).toBeNull()
  })

  const question = {
    wrong: {
      'take before grow': runs('Nothing can be taken yet.'),
      'construct before grow': runs('There is nothing to construct yet.'),
    },
    otherwise: runs('Think again.'),
  }

  it.each([
    ['take,empty,grow,construct', 'Nothing can be taken yet.'],
    ['construct,take,empty,grow', 'There is nothing to construct yet.'],
    ['empty,construct,take,grow', 'There is nothing to construct yet.'],
    ['empty,grow,take,construct', 'Think again.'],
  ])('%s is told: %s', (typed, sentence) => {
    expect(sentenceForOrder(question, typed, right)).toEqual(runs(sentence))
  })
})

describe('a question about an order', () => {
  const choices = ['take', 'grow', 'empty', 'construct'].map((value) => ({
    value,
    label: runs(value),
  }))
  const question = { form: 'order' as const, choices, wrong: {} }

  it('has nothing to mend when its answer names every item once', () => {
    expect(answerProblems(question, right)).toEqual([])
  })

  it('is told when an item is missing, or stands in its place from the start', () => {
    expect(answerProblems(question, 'empty,grow,take')).toEqual([
      'The answer empty,grow,take does not name each of the items once: take, grow, empty, construct.',
    ])
    expect(answerProblems(question, 'take,grow,empty,construct')).toEqual([
      'The mixed items stand in the right order already: list them in another one.',
    ])
  })

  it('is told when a sentence calls what is right wrong', () => {
    const wrong = { 'grow before take': runs('No.') }
    expect(answerProblems({ ...question, wrong }, right)).toEqual([
      '"grow before take" is so, and is called wrong.',
    ])
  })
})
