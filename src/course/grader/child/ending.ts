/** Notices that a run has come to its end, however it did, and says so. */
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import type { RawTrouble } from '../protocol.ts'
import { report } from './channel.ts'
import { isConsoleUntouched } from './output.ts'
import { placeIn, stackOf } from './place.ts'
import type { SharedState } from './shared.ts'
import { showThrown } from './show.ts'
import { stop } from './stop.ts'

/** A rejection that nobody handles may come a little after the last check; longer than this nobody waits. */
const MILLISECONDS_AFTER_THE_END = 50
/** A process that is to go on may take its time to come to rest. */
const MILLISECONDS_TO_REST = 500
const MILLISECONDS_BETWEEN_HEARTBEATS = 20

export interface Ending {
  /** All checks are through: what comes now is only what the code left behind. */
  checked(): void
  /** Nobody waits for the end any more. */
  forget(): void
}

/**
 * The run has ended when nothing is left to do. If the checks are through by then, all is well; if not,
 * one of them waits for something that can never come. `goOn`: called when this process may judge another file, because
 * it is as it was.
 */
export function watchForTheEnd(
  state: SharedState,
  file: string,
  goOn: (() => void) | null = null,
): Ending {
  const names = Reflect.ownKeys(globalThis).length
  let checked = false
  let loose: { readonly error: unknown } | null = null
  let late: NodeJS.Timeout | null = null

  const isAsBefore = () => Reflect.ownKeys(globalThis).length === names && isConsoleUntouched()
  const end = (nothingLeft: boolean): void => {
    const trouble = loose && { ...threw(loose.error, file), tried: state.tried }
    const free = goOn !== null && nothingLeft && trouble === null && isAsBefore()
    if (!state.end()) return
    report({ kind: 'ended', trouble, free })
    if (free) {
      forget()
      state.again()
      // Node asks once more whether anything is left only if there is something now.
      setImmediate(goOn)
    }
  }
  const keep = (error: unknown): void => {
    loose ??= { error }
  }
  const onUncaught = (error: unknown): never => stop(state, threw(error, file))
  const onNothingLeft = (): void => {
    if (checked || loose) end(true)
    else stop(state, { kind: 'never-settled', detail: null, place: null })
  }
  const heartbeat = setInterval(() => {
    state.idle = performance.eventLoopUtilization().idle
  }, MILLISECONDS_BETWEEN_HEARTBEATS).unref()
  const forget = (): void => {
    clearInterval(heartbeat)
    if (late) clearTimeout(late)
    process.off('unhandledRejection', keep)
    process.off('uncaughtException', onUncaught)
    process.off('beforeExit', onNothingLeft)
  }

  process.on('unhandledRejection', keep)
  process.on('uncaughtException', onUncaught)
  process.on('beforeExit', onNothingLeft)
  return {
    forget,
    checked() {
      checked = true
      const wait = goOn ? MILLISECONDS_TO_REST : MILLISECONDS_AFTER_THE_END
      late = setTimeout(() => end(false), wait).unref()
    },
  }
}

export function threw(error: unknown, file: string): Omit<RawTrouble, 'tried'> {
  return { kind: 'threw', detail: showThrown(error), place: placeIn(stackOf(error), file) }
}
