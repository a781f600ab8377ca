/** `watch`: one exercise with a verdict on every save, in the guided screen or as a transcript. */
import { exerciseOrCurrent } from '../current.ts'
import type { Session } from '../session.ts'

export async function watch(session: Session, typed: string | undefined): Promise<void> {
  const found = exerciseOrCurrent(session, typed)
  if (session.terminal.screen) {
    const { openGuide } = await import('../guide/run.ts')
    await openGuide(session, { kind: 'exercise', name: found.exercise.name })
    return
  }
  const { workOn } = await import('../transcript/exercise.ts')
  await workOn(session, found)
}
