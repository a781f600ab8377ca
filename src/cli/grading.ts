/** The grader, loaded when something is judged for the first time. */
import type { Grader } from '#course/grader/index.ts'
import type { Session } from './session.ts'

export async function openSessionGrader({ root }: Pick<Session, 'root'>): Promise<Grader> {
  const { openGrader } = await import('#course/grader/index.ts')
  return openGrader({ root })
}
