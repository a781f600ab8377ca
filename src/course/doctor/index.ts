/** Examines all content of the course: what an author has to mend before anybody learns from it. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type Course, compileCourse, courseLanguages } from '../compile/course.ts'
import { openGrader } from '../grader/index.ts'
import type { Problem } from '../model.ts'
import { blocksOf, examineCells } from './cells.ts'
import { type Judgement, judge, type Subject, subjectsOf } from './judging.ts'
import { examineLanguage } from './languages.ts'
import { inParallel } from '#lib/parallel.ts'
import { examinePrograms } from './programs.ts'
import { examineTree, type Tree } from './tree.ts'
import { examineVerdicts } from './verdicts.ts'

export type { Judgement, Role } from './judging.ts'
export { seeds } from './judging.ts'

export interface Diagnosis {
  /** What an author has to mend, by file and line. */
  readonly problems: readonly Problem[]
  readonly examined: Examined
  /** Every file that was judged, for whoever compares the verdicts with those of another grader. */
  readonly judgements: readonly Judgement[]
}

/** How much was looked at, so that nobody takes silence about nothing for health. */
export interface Examined {
  readonly lessons: number
  readonly cells: number
  readonly predictions: number
  readonly exercises: number
  readonly files: number
}

export interface DoctorOptions {
  readonly root: string
  /** Folder of the bundled code that runs in the grader's child; `dist/grader` of the course unless told. */
  readonly runtime?: string
  /** Called before each piece of work that takes long. */
  readonly onProgress?: (done: number, total: number, what: string) => void
}

/** Never throws for anything an author wrote. */
export async function examine(options: DoctorOptions): Promise<Diagnosis> {
  const { root } = options
  const tree = examineTree(root)
  const original = await compileCourse(root, 'en')
  const problems: Problem[] = [...tree.problems, ...original.problems]
  for (const lesson of original.lessons)
    problems.push(...examineCells(lesson, `lessons/en/${lesson.id}.md`))
  for (const language of courseLanguages(root).slice(1))
    problems.push(...(await examineTranslation(root, original, language)))
  const { judgements, found } = await examineExercises(options, original, tree)
  return {
    problems: inOrder([...problems, ...found]),
    judgements,
    examined: {
      lessons: original.lessons.length,
      cells: original.lessons.flatMap((lesson) => blocksOf(lesson, 'cell')).length,
      predictions: original.lessons.flatMap((lesson) => blocksOf(lesson, 'prediction')).length,
      exercises: original.exercises.length,
      files: judgements.length,
    },
  }
}

/** A language may have fewer lessons than English; what it has is examined like the original. */
async function examineTranslation(
  root: string,
  original: Course,
  language: string,
): Promise<Problem[]> {
  const whole = await compileCourse(root, language)
  const isTranslated = (path: string) => existsSync(join(root, path))
  const course: Course = {
    ...whole,
    lessons: whole.lessons.filter(({ id }) => isTranslated(`lessons/${language}/${id}.md`)),
    exercises: whole.exercises.filter(({ folder }) =>
      isTranslated(`${folder}/README.${language}.md`),
    ),
  }
  return [
    ...[...course.lessons, ...course.exercises].flatMap(({ problems }) => problems),
    ...course.lessons.flatMap((lesson) =>
      examineCells(lesson, `lessons/${language}/${lesson.id}.md`),
    ),
    ...examineLanguage(original, course),
  ]
}

async function examineExercises(
  { root, runtime, onProgress }: DoctorOptions,
  { exercises }: Course,
  tree: Tree,
): Promise<{ judgements: Judgement[]; found: Problem[] }> {
  const pairs = exercises.flatMap((exercise) => {
    const files = tree.exercises.find(({ folder }) => folder === exercise.folder)
    return files ? [{ exercise, files }] : []
  })
  const examined = await inParallel(pairs, availableParallelism(), ({ exercise, files }) =>
    examinePrograms(root, exercise, files),
  )
  const subjects = pairs
    .flatMap(({ exercise, files }) => subjectsOf(exercise, files))
    .filter(({ exercise, file }) => canBeJudged(root, exercise.folder, file))
  const grader = openGrader({ root, ...(runtime !== undefined && { runtime }) })
  let done = 0
  const judgeOne = async (subject: Subject) => {
    onProgress?.(done++, subjects.length, subject.file)
    return judge(grader, root, subject)
  }
  try {
    const judgements = await inParallel(subjects, availableParallelism(), judgeOne)
    const found = exercises.flatMap(({ folder }) => {
      const own = judgements.filter(({ exercise }) => exercise.folder === folder)
      return examineVerdicts(own, root)
    })
    return { judgements, found: [...examined.flat(), ...found] }
  } finally {
    await grader.close()
  }
}

/** A missing file is told as such; a check that cannot be bundled is told once and judges nothing. */
function canBeJudged(root: string, folder: string, file: string): boolean {
  return existsSync(join(root, file)) && existsSync(join(root, folder, 'check.test.ts'))
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  )
}
