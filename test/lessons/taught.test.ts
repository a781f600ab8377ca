/** Every claim of the article and every known misconception meets the learner in a prediction or an exercise. */
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compileCourse } from '#course/compile/course.ts'
import { claims, misconceptions, type Taught } from './taught.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const course = await compileCourse(root, 'en')
const exercises = new Set(course.exercises.map(({ name }) => name))
const predicting = new Set(
  course.lessons.flatMap(({ id, sections }) =>
    sections
      .filter(({ blocks }) => blocks.some(({ kind }) => kind === 'prediction'))
      .map((section) => `${id}#${section.id}`),
  ),
)

const numbers = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i)

describe.each([
  ['claims of the article', claims, numbers(4, 17)],
  ['misconceptions', misconceptions, [...numbers(1, 14), ...numbers(32, 36)]],
] as const)('%s', (_, table: readonly Taught[], wanted: readonly number[]) => {
  test('none is left out', () => {
    expect(table.map(({ number }) => number)).toEqual(wanted)
  })

  test.each(table.map((one) => [one.number, one.what, one.where] as const))(
    '%i: %s',
    (_number, _what, where) => {
      expect(where).not.toEqual([])
      expect(where.filter((place) => !predicting.has(place) && !exercises.has(place))).toEqual([])
    },
  )
})
