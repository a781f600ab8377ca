/** Every exercise: what is right passes, what is wrong fails, and nobody is left without help. */
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openGrader, type Grader, type Verdict } from '#course/grader/index.ts'
import { allExercises, root, shortName, type Proven } from './exercises.ts'

const exercises = await allExercises()
/** The random cases of a check must not matter: each of these seeds gives others. */
const seeds = [1, 2611]

let grader: Grader
beforeAll(async () => {
  grader = openGrader({ root })
  const [first] = exercises
  if (first) await grader.warm(first.exercise)
})
afterAll(() => grader.close())

test('there are exercises, and no two have the same name', () => {
  const names = exercises.map(({ exercise }) => exercise.name)
  expect(names.length).toBeGreaterThan(0)
  expect(new Set(names).size).toBe(names.length)
})

describe.for(exercises.map((proven) => [proven.exercise.name, proven] as const))(
  '%s',
  ([, proven]) => {
    const { exercise, starter, right, misconceptions, cheats } = proven
    const verdictsOn = (file: string) => gradeWithEverySeed(proven, file)

    test('its README is whole: a task, three hints, a sentence for each misconception', () => {
      expect(exercise.problems).toEqual([])
      expect(exercise.task.length).toBeGreaterThan(0)
      expect(exercise.hints).toHaveLength(3)
      expect(misconceptions.length).toBeGreaterThanOrEqual(2)
      expect(Object.keys(exercise.misconceptions)).toHaveLength(misconceptions.length)
    })

    test('the starter fails with a verdict, not with a crash', async () => {
      for (const verdict of await verdictsOn(starter)) {
        expect(verdict).toMatchObject({ outcome: 'fail', trouble: null })
        expect(failuresIn(verdict).every(({ message }) => message !== '')).toBe(true)
      }
    })

    test.for(right.map((file) => [shortName(file), file] as const))(
      '%s passes',
      async ([, file]) => {
        for (const verdict of await verdictsOn(file)) {
          expect(failuresIn(verdict)).toEqual([])
          expect(verdict).toMatchObject({ outcome: 'pass', trouble: null, printed: [] })
        }
      },
    )

    test.for(misconceptions.map((file) => [shortName(file), file] as const))(
      '%s fails',
      async ([, file]) => {
        for (const verdict of await verdictsOn(file)) {
          expect(verdict).toMatchObject({ outcome: 'fail', trouble: null })
        }
      },
    )

    test('nobody gets through by calling the simulator for it, or by a constant', async () => {
      expect(cheats.map(shortName).sort()).toEqual(
        expect.arrayContaining(['cheats/constant.ts', 'cheats/delegate.ts']),
      )
      for (const file of cheats) {
        const outcomes = (await verdictsOn(file)).map(({ outcome }) => outcome)
        expect(outcomes, shortName(file)).not.toContain('pass')
      }
    })

    test('the same file and seed give the same verdict', async () => {
      for (const file of [starter, ...misconceptions.slice(0, 1)]) {
        const once = await verdictsOn(file)
        expect(await verdictsOn(file)).toEqual(once)
      }
    })

    test('a failure says in words what was tried', async () => {
      for (const verdict of await verdictsOn(starter)) {
        for (const { tried } of failuresIn(verdict)) expect(tried).toBeTruthy()
      }
    })

    test('no file is missing', () => {
      const missing = [starter, ...right].filter((file) => !existsSync(file))
      expect(missing).toEqual([])
    })
  },
)

async function gradeWithEverySeed({ exercise }: Proven, file: string): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const seed of seeds) verdicts.push(await grader.grade(exercise, file, { seed }))
  return verdicts
}

function failuresIn({ checks }: Verdict) {
  return checks.flatMap(({ failure }) => failure ?? [])
}
