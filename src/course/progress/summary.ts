/** Where a learner stands: how much of each lesson is done, and what comes next. */
import type { Catalogue, ExerciseEntry, LessonEntry } from '#course/model.ts'
import { exerciseProgress, isRead } from './change.ts'
import type { Progress } from './schema.ts'

export interface Summary {
  /** Sections read and exercises passed, of all there are in the lesson. */
  readonly done: number
  readonly total: number
  readonly sectionsRead: number
  readonly exercisesPassed: number
}

export function summarize(progress: Progress, lesson: LessonEntry): Summary {
  const sectionsRead = lesson.sections.filter(({ id }) => isRead(progress, lesson.id, id)).length
  const exercisesPassed = lesson.exercises.filter((exercise) => isPassed(progress, exercise)).length
  return {
    done: sectionsRead + exercisesPassed,
    total: lesson.sections.length + lesson.exercises.length,
    sectionsRead,
    exercisesPassed,
  }
}

export type NextThing =
  | { readonly kind: 'section'; readonly lesson: LessonEntry; readonly section: number }
  | { readonly kind: 'exercise'; readonly lesson: LessonEntry; readonly exercise: ExerciseEntry }
  /** Everything is read and passed. */
  | { readonly kind: 'done' }

/**
 * What to do next: the section the learner was at, if it was not read to its end; else the first thing of that
 * lesson still open, an exercise coming right after its section; else the same in the lessons that follow, and
 * at last in those skipped before.
 */
export function nextThing(progress: Progress, catalogue: Catalogue): NextThing {
  const { lessons } = catalogue
  const at = lessons.findIndex(({ id }) => id === progress.place?.lesson)
  const start = Math.max(at, 0)
  for (const lesson of [...lessons.slice(start), ...lessons.slice(0, start)]) {
    const place = lesson.id === progress.place?.lesson ? progress.place.section : null
    const open = openIn(progress, lesson, place)
    if (open) return open
  }
  return { kind: 'done' }
}

function openIn(progress: Progress, lesson: LessonEntry, place: string | null): NextThing | null {
  const { sections } = lesson
  const at = sections.findIndex(({ id }) => id === place)
  const start = Math.max(at, 0)
  const order = [...sections.keys()].map((offset) => (start + offset) % sections.length)
  for (const index of order) {
    const section = sections[index]
    if (!section) continue
    if (!isRead(progress, lesson.id, section.id)) return { kind: 'section', lesson, section: index }
    const exercise = lesson.exercises.find(
      (entry) => entry.section === section.id && !isPassed(progress, entry),
    )
    if (exercise) return { kind: 'exercise', lesson, exercise }
  }
  const exercise = lesson.exercises.find((entry) => !isPassed(progress, entry))
  return exercise ? { kind: 'exercise', lesson, exercise } : null
}

function isPassed(progress: Progress, exercise: ExerciseEntry): boolean {
  return exerciseProgress(progress, exercise.name).passed !== null
}
