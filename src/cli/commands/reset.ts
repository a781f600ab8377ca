/** `reset`: begins an exercise again and keeps the learner's version under another name. */
import { confirm } from '../ask.ts'
import { findExercise } from '../find.ts'
import { print } from '../output.ts'
import { inWorkspace, type Session } from '../session.ts'

export async function reset(session: Session, typed: string, yes: boolean): Promise<void> {
  const { words, workspace, content } = session
  const { lesson, exercise } = findExercise(content.catalogue, typed, words)
  const target = inWorkspace(session, lesson.id, exercise)
  const path = workspace.display(workspace.fileOf(target))
  if (!workspace.isStarted(target)) {
    print(words.notStarted(exercise.name))
    print(words.startWithWatch(exercise.name))
    return
  }
  if (!yes && !(await confirm(session, words.confirmReset(path), words.resetNeedsYes))) {
    print(words.notReset)
    return
  }
  const { kept } = workspace.reset(target)
  print(words.resetDone(path))
  if (kept !== null) print(words.resetKept(workspace.display(kept)))
}
