/** Finds lessons, sections and exercises by what a person types. */
import type { Catalogue, ExerciseEntry, LessonEntry } from '#course/model.ts'
import { CourseError } from './problem.ts'
import { suggest } from './suggest.ts'
import type { Words } from './words.ts'

export interface FoundExercise {
  readonly lesson: LessonEntry
  readonly exercise: ExerciseEntry
}

/** A lesson by its id, its number (`1`, `01`) or its name without the number. */
export function findLesson(catalogue: Catalogue, typed: string, words: Words): LessonEntry {
  const found = catalogue.lessons.find((lesson) => answersTo(lesson.id, typed))
  if (found) return found
  const known = catalogue.lessons.map(({ id }) => id)
  const near = [...new Set([...suggest(typed, known), ...suggestBare(typed, known)])]
  throw new CourseError(words.unknownLesson(typed), words.didYouMean(near, words.seeList))
}

/** The position of a section in its lesson, by its id or its number from 1. */
export function findSection(lesson: LessonEntry, typed: string, words: Words): number {
  const index = lesson.sections.findIndex(({ id }) => id === typed)
  if (index >= 0) return index
  const number = Number(typed)
  if (Number.isInteger(number) && number >= 1 && number <= lesson.sections.length) return number - 1
  const known = lesson.sections.map(({ id }) => id)
  throw new CourseError(
    words.unknownSection(typed, lesson.id),
    words.didYouMean(suggest(typed, known), words.theSections(known)),
  )
}

/** An exercise by its name or its folder (`objects-per-slab`, `02-objects-per-slab`). */
export function findExercise(catalogue: Catalogue, typed: string, words: Words): FoundExercise {
  const all = allExercises(catalogue)
  const wanted = typed.replace(/\.ts$/, '').split('/').at(-1) ?? typed
  const found = all.find(({ exercise }) => {
    const folder = exercise.folder.split('/').at(-1)
    return exercise.name === wanted || folder === wanted
  })
  if (found) return found
  const near = suggest(
    wanted,
    all.map(({ exercise }) => exercise.name),
  )
  throw new CourseError(words.unknownExercise(typed), words.didYouMean(near, words.seeList))
}

export function allExercises(catalogue: Catalogue): FoundExercise[] {
  return catalogue.lessons.flatMap((lesson) =>
    lesson.exercises.map((exercise) => ({ lesson, exercise })),
  )
}

function answersTo(id: string, typed: string): boolean {
  if (id === typed || bare(id) === typed) return true
  return /^\d+$/.test(typed) && Number(typed) === Number(/^\d+/.exec(id)?.[0] ?? Number.NaN)
}

function bare(id: string): string {
  return id.replace(/^\d+-/, '')
}

function suggestBare(typed: string, known: readonly string[]): string[] {
  const near = suggest(bare(typed), known.map(bare))
  return known.filter((id) => near.includes(bare(id)))
}
