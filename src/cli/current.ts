/** The exercise a command means when none is named. */
import { nextThing } from '#course/progress/index.ts'
import { exerciseProgress } from '#course/progress/index.ts'
import { allExercises, findExercise, type FoundExercise } from './find.ts'
import { CourseError } from './problem.ts'
import type { Session } from './session.ts'

/** The named exercise, or the current one: started and not passed, else the next one of the course. */
export function exerciseOrCurrent(session: Session, typed: string | undefined): FoundExercise {
  const { catalogue } = session.content
  if (typed !== undefined) return findExercise(catalogue, typed, session.words)
  const current = currentExercise(session)
  if (current) return current
  throw new CourseError(session.words.nothingLeft, session.words.nameAnExercise)
}

function currentExercise(session: Session): FoundExercise | null {
  const progress = session.progress.current()
  const open = allExercises(session.content.catalogue).filter(
    ({ exercise }) => exerciseProgress(progress, exercise.name).passed === null,
  )
  const next = nextThing(progress, session.content.catalogue)
  const lesson = next.kind === 'done' ? null : next.lesson.id
  const isHere = (found: FoundExercise) => found.lesson.id === lesson
  const isStarted = ({ lesson: { id }, exercise }: FoundExercise) =>
    session.workspace.isStarted({ name: exercise.name, lesson: id, starter: '' })
  return (
    open.find((found) => isHere(found) && isStarted(found)) ??
    open.find(isStarted) ??
    open.find(isHere) ??
    open[0] ??
    null
  )
}
