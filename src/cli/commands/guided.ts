/** No command: the course opens where the learner left off. */
import { CourseError } from '../problem.ts'
import type { Session } from '../session.ts'

export async function guided(session: Session): Promise<void> {
  const { terminal, words, options } = session
  if (terminal.screen) {
    const { openGuide } = await import('../guide/run.ts')
    await openGuide(session, { kind: 'home' })
    return
  }
  if (!options.plain && !terminal.canAsk) {
    throw new CourseError(words.nobodyToAsk, words.nobodyToAskAdvice)
  }
  const { plainHome } = await import('../transcript/home.ts')
  await plainHome(session)
}
