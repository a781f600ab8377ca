/** `play`: a scratch file of the learner's own; every save runs it and draws what it shows. */
import { scratch, usualScratch } from '../scratch.ts'
import type { Session } from '../session.ts'

export async function play(session: Session, typed = usualScratch): Promise<void> {
  const { name } = scratch(session, typed)
  if (session.terminal.screen) {
    const { openGuide } = await import('../guide/run.ts')
    await openGuide(session, { kind: 'play', name })
    return
  }
  const { playOn } = await import('../transcript/play.ts')
  await playOn(session, name)
}
