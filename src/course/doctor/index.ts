/** Examines all content of the course: what an author has to mend before anybody learns from it. */
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { type Course, compileCourse, courseLanguages } from '../compile/course.ts'
import { glossaryFileName } from '../compile/glossary.ts'
import { isFile } from '../compile/is-file.ts'
import { openGrader } from '../grader/index.ts'
import { Questions } from '../grader/questions.ts'
import type { Exercise, Lesson, Problem } from '../model.ts'
import { blocksOf, examineCells } from './cells.ts'
import {
  examineNames,
  type Judgement,
  judgeAll,
  type JudgingOptions,
  subjectsOf,
} from './judging.ts'
import { examineExamples } from './examples.ts'
import { examineEvidence } from './evidence.ts'
import { examineLanguage } from './languages.ts'
import { inParallel } from '#lib/parallel.ts'
import { examinePrograms } from './programs.ts'
import { examineTour } from './tour.ts'
import { examineTree, type ExerciseFiles, type Tree } from './tree.ts'
import { examineUnwritten } from './unwritten.ts'
import { examineVerdicts } from './verdicts.ts'

export type { Judgement } from './judging.ts'

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
  /** Names of the exercises whose files are judged; all unless told. The rest of the course is examined anyway. */
  readonly exercises?: readonly string[]
  /** Called before each piece of work that takes long. */
  readonly onProgress?: (done: number, total: number, what: string) => void
}

/** Never throws for anything an author wrote. */
export async function examine(options: DoctorOptions): Promise<Diagnosis> {
  const { root } = options
  const tree = examineTree(root, [glossaryFileName])
  const original = await compileCourse(root, 'en')
  const unwritten = examineUnwritten(root, tree.files)
  const problems: Problem[] = [...tree.problems, ...unwritten, ...original.problems]
  for (const lesson of original.lessons) problems.push(...examineLesson(root, lesson, 'en'))
  for (const language of courseLanguages(root).slice(1))
    problems.push(...(await examineTranslation(root, original, language)))
  const exercises = await examineExercises(options, original, tree, unwritten)
  return {
    problems: inOrder([...problems, ...exercises.problems]),
    judgements: exercises.judgements,
    examined: {
      lessons: original.lessons.length,
      cells: original.lessons.flatMap((lesson) => blocksOf(lesson, 'cell')).length,
      predictions: original.lessons.flatMap((lesson) => blocksOf(lesson, 'prediction')).length,
      exercises: original.exercises.length,
      files: exercises.judgements.length,
    },
  }
}

function examineLesson(root: string, lesson: Lesson, language: string): Problem[] {
  const file = `lessons/${language}/${lesson.id}.md`
  return [...examineCells(lesson, file), ...examineEvidence(root, file)]
}

/** A language may have fewer lessons than English; what it has is examined like the original. */
async function examineTranslation(
  root: string,
  original: Course,
  language: string,
): Promise<Problem[]> {
  const whole = await compileCourse(root, language)
  const isTranslated = (path: string) => isFile(join(root, path))
  const course: Course = {
    ...whole,
    lessons: whole.lessons.filter(({ id }) => isTranslated(`lessons/${language}/${id}.md`)),
    exercises: whole.exercises.filter(({ folder }) =>
      isTranslated(`${folder}/README.${language}.md`),
    ),
  }
  return [
    ...[...course.lessons, ...course.exercises].flatMap(({ problems }) => problems),
    ...course.glossary.problems.filter(({ file }) => file.startsWith(`lessons/${language}/`)),
    ...course.lessons.flatMap((lesson) => examineLesson(root, lesson, language)),
    ...examineLanguage(original, course),
  ]
}

interface Examination {
  readonly judgements: readonly Judgement[]
  readonly problems: readonly Problem[]
}

async function examineExercises(
  { root, runtime = resolve(root, 'dist', 'grader'), exercises: wanted, onProgress }: DoctorOptions,
  course: Course,
  tree: Tree,
  unwritten: readonly Problem[],
): Promise<Examination> {
  const isWritten = (file: string) => !unwritten.some((problem) => problem.file === file)
  const grader = openGrader({ root, runtime })
  const exercises = course.exercises.filter(({ name }) => wanted?.includes(name) ?? true)
  const total = exercises.length
  let done = 0
  const examineOne = async (exercise: Exercise): Promise<Examination> => {
    const files = tree.exercises.find(({ folder }) => folder === exercise.folder)
    if (!files) return { judgements: [], problems: [] }
    onProgress?.(done++, total, exercise.name)
    const questions = new Questions(runtime)
    try {
      return await examineExercise({ root, questions, grader, isWritten }, exercise, files)
    } finally {
      questions.close()
    }
  }
  try {
    const examined = await inParallel(exercises, availableParallelism(), examineOne)
    return {
      judgements: examined.flatMap(({ judgements }) => judgements),
      problems: examined.flatMap(({ problems }) => problems),
    }
  } finally {
    await grader.close()
  }
}

async function examineExercise(
  options: JudgingOptions & { readonly isWritten: (file: string) => boolean },
  exercise: Exercise,
  files: ExerciseFiles,
): Promise<Examination> {
  const { root, isWritten } = options
  const programs = await examinePrograms(root, exercise, files, isWritten)
  const tour = [files.starter, files.tour].every(isWritten) ? examineTour(root, files) : []
  // A check that cannot be bundled is told once, and judges nothing. Without front matter, too: it says what is open.
  if (!programs.hasCheck || exercise.lesson === '') {
    return { judgements: [], problems: [...programs.problems, ...tour] }
  }
  const subjects = subjectsOf(exercise, files).filter(
    ({ file }) => isFile(join(root, file)) && isWritten(file),
  )
  const judgements = await judgeAll(options, exercise, subjects)
  const solution = judgements.find(({ role }) => role === 'solution')
  const isSolved = solution?.verdicts.every(({ outcome }) => outcome === 'pass') ?? false
  const problems = [
    ...programs.problems,
    ...tour,
    ...examineVerdicts(judgements, root),
    ...(isSolved ? await examineExamples(root, exercise) : []),
    ...(await examineNames(options, exercise, judgements)),
  ]
  return { judgements, problems }
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  )
}
