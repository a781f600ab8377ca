/** An exercise as its README makes it, and what its author is told. */
import { describe, expect, it } from 'vitest'
import { compileExercise, exerciseName } from '#course/compile/exercise.ts'

const readme = `---
title: Refill the array
lesson: 04-allocation#first-object
minutes: 15
kernel: [NULL, PAGE_SIZE]
---

Write \`refill\`.

## Hint 1 — where to look

In the array.

## Hint 2 — how to think

Count.

## Hint 3 — almost there

Sixteen.

## Misconceptions

- \`fills-the-array\`: You take objects until **full**.
- \`takes-one\`: One is not enough.
`

function compile(text: string, misconceptions = ['fills-the-array', 'takes-one']) {
  const folder = 'exercises/04-allocation/02-refill'
  return compileExercise({ folder, file: `${folder}/README.md`, text, misconceptions }).exercise
}

const told = (text: string, files?: string[]) =>
  compile(text, files).problems.map(({ line, message }) => `${line}: ${message}`)

describe('an exercise', () => {
  it('is read from its README', () => {
    expect(compile(readme)).toMatchObject({
      name: 'refill',
      title: 'Refill the array',
      lesson: '04-allocation',
      section: 'first-object',
      minutes: 15,
      kernel: ['NULL', 'PAGE_SIZE'],
      task: [{ kind: 'prose' }],
      hints: [
        { title: 'where to look', blocks: [{ kind: 'prose' }] },
        { title: 'how to think', blocks: [{ kind: 'prose' }] },
        { title: 'almost there', blocks: [{ kind: 'prose' }] },
      ],
      problems: [],
    })
  })

  it('has what to say to a misconception, without its name', () => {
    expect(compile(readme).misconceptions['fills-the-array']).toEqual([
      {
        kind: 'prose',
        runs: [
          { text: 'You take objects until ', style: 'plain' },
          { text: 'full', style: 'strong' },
          { text: '.', style: 'plain' },
        ],
      },
    ])
  })

  it('is named by its folder without the number', () => {
    expect(exerciseName('exercises/01-cache-types/02-objects-per-slab')).toBe('objects-per-slab')
  })

  it('may have its parts in another language, marked by ids', () => {
    const chinese = readme
      .replace('## Hint 1 — where to look', '## 提示 1：看哪里 {#hint-1}')
      .replace('## Hint 2 — how to think', '## 提示 2：怎么想 {#hint-2}')
      .replace('## Hint 3 — almost there', '## 提示 3：差一点 {#hint-3}')
      .replace('## Misconceptions', '## 误解 {#misconceptions}')
    expect(compile(chinese).problems).toEqual([])
    expect(compile(chinese).hints.map(({ title }) => title)).toEqual(['看哪里', '怎么想', '差一点'])
  })
})

describe('what an author did wrong is told', () => {
  it('a missing hint', () => {
    expect(told(readme.replace(/## Hint 3[^#]*/, ''))).toEqual([
      '1: An exercise has three hints; this one has 2.',
    ])
  })

  it('hints out of order', () => {
    expect(told(readme.replace('Hint 2', 'Hint 4'))).toEqual([
      '14: Hint 2 is expected here, not hint 4.',
    ])
  })

  it('a misconception without a sentence, and a sentence without a file', () => {
    expect(told(readme, ['takes-one', 'takes-none'])).toEqual([
      '1: misconceptions/takes-none.ts has no sentence under "## Misconceptions".',
      '1: The misconception `fills-the-array` has no file misconceptions/fills-the-array.ts.',
    ])
    expect(told(readme.replace(': One is not enough.', ':'))).toContain(
      '24: The misconception `takes-one` has no sentence.',
    )
  })

  it('a lesson without a section', () => {
    expect(told(readme.replace('#first-object', ''))).toEqual([
      '3: lesson: must be <lesson>#<section>.',
    ])
  })
})
