/**
 * What can happen to progress, one kind each. Progress is saved as changes to whatever the file holds at that
 * moment, so that two courses open at once do not undo each other's work.
 */
import type { ExerciseProgress, LessonProgress, Progress } from './schema.ts'

export type Change =
  /** The reader is at this section now. */
  | { readonly kind: 'place'; readonly lesson: string; readonly section: string }
  /** A section was read to its end. */
  | { readonly kind: 'read'; readonly lesson: string; readonly section: string }
  | {
      readonly kind: 'predicted'
      readonly lesson: string
      readonly prediction: string
      readonly answer: string
      readonly right: boolean
    }
  | { readonly kind: 'attempt'; readonly exercise: string; readonly passed: boolean }
  /** The learner was asked for an editor and chose this one. */
  | { readonly kind: 'editor'; readonly command: string }
  /** Hints up to this one (from 1) were shown. */
  | { readonly kind: 'hint'; readonly exercise: string; readonly number: number }

const noLesson: LessonProgress = { read: {}, predictions: {} }
const noExercise: ExerciseProgress = { attempts: 0, hints: 0, passed: null }

/** What is known of a lesson; an empty record for one never opened. */
export function lessonProgress(progress: Progress, lesson: string): LessonProgress {
  return own(progress.lessons, lesson) ?? noLesson
}

/** What is known of an exercise; an empty record for one never started. */
export function exerciseProgress(progress: Progress, exercise: string): ExerciseProgress {
  return own(progress.exercises, exercise) ?? noExercise
}

/** Whether a section was read to its end. */
export function isRead(progress: Progress, lesson: string, section: string): boolean {
  return own(lessonProgress(progress, lesson).read, section) !== undefined
}

/** What was answered to a prediction; `null` when it was not. */
export function recordedAnswer(
  progress: Progress,
  lesson: string,
  prediction: string,
): string | null {
  return own(lessonProgress(progress, lesson).predictions, prediction)?.answer ?? null
}

/** A section may well be called `constructor`; what every object inherits is no progress. */
function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** The progress after a change; `at` is the time of the change as an ISO string. */
export function applyChange(progress: Progress, change: Change, at: string): Progress {
  switch (change.kind) {
    case 'place':
      return { ...progress, place: { lesson: change.lesson, section: change.section, at } }
    case 'read':
      return withLesson(progress, change.lesson, (lesson) => ({
        ...lesson,
        read: { [change.section]: at, ...lesson.read },
      }))
    case 'predicted':
      return withLesson(progress, change.lesson, (lesson) => ({
        ...lesson,
        predictions: {
          ...lesson.predictions,
          [change.prediction]: { answer: change.answer, right: change.right, at },
        },
      }))
    case 'attempt':
      return withExercise(progress, change.exercise, (exercise) => ({
        ...exercise,
        attempts: exercise.attempts + 1,
        // Once passed stays passed: a later experiment in the file takes nothing away.
        passed: exercise.passed ?? (change.passed ? at : null),
      }))
    case 'editor':
      return { ...progress, editor: change.command }
    case 'hint':
      return withExercise(progress, change.exercise, (exercise) => ({
        ...exercise,
        hints: Math.max(exercise.hints, change.number),
      }))
  }
}

function withLesson(
  progress: Progress,
  name: string,
  update: (lesson: LessonProgress) => LessonProgress,
): Progress {
  const lesson = update(lessonProgress(progress, name))
  return { ...progress, lessons: { ...progress.lessons, [name]: lesson } }
}

function withExercise(
  progress: Progress,
  name: string,
  update: (exercise: ExerciseProgress) => ExerciseProgress,
): Progress {
  const exercise = update(exerciseProgress(progress, name))
  return { ...progress, exercises: { ...progress.exercises, [name]: exercise } }
}
