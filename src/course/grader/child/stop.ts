/** Ends a run before its time, from the learner's own thread. */
import type { RawTrouble } from '../protocol.ts'
import { report } from './channel.ts'
import { ENDED, type SharedState } from './shared.ts'

/**
 * Reports why, and then never returns: nothing of the learner's code runs after it, not even a `catch`. The grader ends
 * the process, or the supervisor if there is no grader any more.
 */
export function stop(state: SharedState, trouble: Omit<RawTrouble, 'tried'>): never {
  if (state.end()) report({ kind: 'ended', trouble: { ...trouble, tried: state.tried } })
  for (;;) state.waitWhile(ENDED)
}
