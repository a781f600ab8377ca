/** Every misconception of the course is known by its answers, and nothing else is taken for one. */
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadCheck } from '#course/grader/checks.ts'
import { openGrader } from '#course/grader/index.ts'
import { Questions } from '#course/grader/questions.ts'
import {
  misconceptionLike,
  ownFile,
  ownFiles,
  SOLUTION,
  STARTER,
  surveyOwn,
} from '#course/grader/survey.ts'
import { allExercises, root, shortName, type Proven } from './exercises.ts'

/** Gives other random cases than the doctor's seed; what is named must not depend on them. */
const seeds = [2611]
const exercises = (await allExercises()).map((proven) => [proven.exercise.name, proven] as const)

const runtime = join(root, 'dist/grader')
const grader = openGrader({ root })
afterAll(() => grader.close())

describe('with another seed, too, a file is taken for its own misconception or for none', () => {
  test.for(exercises)('%s', async ([, proven]) => {
    const { exercise, misconceptions } = proven
    const names = Object.keys(exercise.misconceptions)
    const { code: check } = await loadCheck(root, exercise.folder)
    const own = await ownFiles(join(root, exercise.folder), names, exercise.kernel)
    const others = await otherFiles(proven)
    const questions = new Questions(runtime)
    const surveys = await surveyOwn(questions, {
      check,
      seeds,
      target: null,
      files: [...own, ...others],
    })
    questions.close()

    expect(names).toHaveLength(misconceptions.length)
    const taken = surveys.map(({ name, seed, print }) => {
      const known = surveys.filter(
        (survey) => survey.seed === seed && own.some((file) => file.name === survey.name),
      )
      return [name, seed, misconceptionLike(print, known)]
    })
    const files = [STARTER, SOLUTION, ...names, ...others.map((file) => file.name)]
    const wanted = files.flatMap((name) =>
      seeds.map((seed) => [name, seed, names.includes(name) ? name : null]),
    )
    expect(taken).toEqual(wanted)
  })
})

describe('a verdict that fails names it', () => {
  test.for(exercises)('%s', async ([, { exercise, misconceptions }]) => {
    const [file = ''] = misconceptions
    const verdict = await grader.grade(exercise, file)
    const { misconception } = await grader.explain(exercise, file, verdict)
    const name = shortName(file).replace(/^misconceptions\/(.*)\.ts$/, '$1')
    expect(misconception).toEqual({ name, blocks: exercise.misconceptions[name] })
  })
})

/** What is right in another way, and the cheats that may be run at all. */
async function otherFiles({ right, cheats, exercise }: Proven) {
  const paths = [...right, ...cheats].filter((file) => !file.endsWith(`/${SOLUTION}`))
  const folder = dirname(right[0] ?? '')
  const read = paths.map((file) => ownFile(file.slice(folder.length + 1), file, exercise.kernel))
  return (await Promise.all(read)).filter((file) => file !== null)
}
