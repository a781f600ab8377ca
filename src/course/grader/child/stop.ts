/** Ends a run before its time, from the learner's own thread. */
import type { RawTrouble } from '../protocol.ts'
import { report } from './channel.ts'
import { ENDED, type SharedState } from './shared.ts'

/** Long enough for the grader to end this process. */
const MILLISECONDS_TO_BE_ENDED = 10_000

/** Reports why, and then never returns: nothing of the learner's code runs after it, not even a `catch`. */
export function stop(state: SharedState, trouble: Omit<RawTrouble, 'tried'>): never {
  if (state.end()) report({ kind: 'ended', trouble: { ...trouble, tried: state.tried } })
  state.waitWhile(ENDED, MILLISECONDS_TO_BE_ENDED)
  throw new Error('stopped')
}
