/** Which exercises have a file in the workspace. */
import { allExercises, type FoundExercise } from './find.ts'
import { inWorkspace, type Session } from './session.ts'

export function findStarted(session: Session): FoundExercise[] {
  return allExercises(session.content.catalogue).filter(({ lesson, exercise }) =>
    session.workspace.isStarted(inWorkspace(session, lesson.id, exercise)),
  )
}

export function startedExercises(session: Session): string[] {
  return findStarted(session).map(({ exercise }) => exercise.name)
}
