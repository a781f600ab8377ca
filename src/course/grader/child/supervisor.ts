/** A second thread in the child that watches the learner's: time, waiting, memory. It reports, the grader ends. */
import { workerData } from 'node:worker_threads'
import type { RawTrouble } from '../protocol.ts'
import { report } from './channel.ts'
import { findPlace } from './pause.ts'
import { ENDED, RUNNING, SharedState, WAITING } from './shared.ts'

/** CPU time, not the clock's: on a busy machine a right answer gets as much as anywhere. */
const CPU_MILLISECONDS = 1000
/** How long the code may have nothing to do while a check waits for it. */
const IDLE_MILLISECONDS = 1500
/** For code that blocks its thread without working or waiting; generous, because it could be a starved machine. */
const CLOCK_MILLISECONDS = 10_000
const MEBIBYTE = 2 ** 20
/** Over what the child had before the learner's code ran. Heap and Buffers alike. */
const MEMORY_BYTES = 384 * MEBIBYTE
/** Whoever took this much when the time was up had trouble with memory first. */
const MUCH_MEMORY_BYTES = 128 * MEBIBYTE
/** Above this there is no time to look for the line. */
const TOO_MUCH_TO_WAIT_BYTES = 768 * MEBIBYTE
/** The grader ends a child at once when it hears of the end; this is for when it cannot. */
const MILLISECONDS_TO_BE_ENDED = 3000
const MILLISECONDS_BETWEEN_LOOKS = 10

const state = new SharedState(workerData)

interface Use {
  readonly cpu: number
  readonly memory: number
  readonly clock: number
  readonly idle: number
}

function measure(): Use {
  const { user, system } = process.cpuUsage()
  return {
    cpu: (user + system) / 1000,
    memory: process.memoryUsage.rss(),
    clock: performance.now(),
    idle: state.idle,
  }
}

/** What the run used since `begin`, and which limit that breaks; null if none. */
function broken(begin: Use): RawTrouble['kind'] | null {
  const now = measure()
  if (now.memory - begin.memory > MEMORY_BYTES) return 'out-of-memory'
  if (now.cpu - begin.cpu > CPU_MILLISECONDS) {
    return now.memory - begin.memory > MUCH_MEMORY_BYTES ? 'out-of-memory' : 'endless-loop'
  }
  if (now.idle - begin.idle > IDLE_MILLISECONDS) return 'never-settled'
  return now.clock - begin.clock > CLOCK_MILLISECONDS ? 'never-settled' : null
}

/** Returns when a run has ended and no other one follows. */
async function supervise(): Promise<void> {
  for (;;) {
    state.waitWhile(WAITING)
    await superviseRun()
    state.waitWhile(ENDED, MILLISECONDS_TO_BE_ENDED)
    if (state.ended) return
  }
}

async function superviseRun(): Promise<void> {
  const { turn } = state
  const begin = measure()
  const goesOn = () => state.running && state.turn === turn
  let kind: RawTrouble['kind'] | null = null
  while (goesOn() && kind === null) {
    state.waitWhile(RUNNING, MILLISECONDS_BETWEEN_LOOKS)
    kind = broken(begin)
  }
  if (kind === null || !goesOn() || !state.end()) return
  const memoryLeft = () => process.memoryUsage.rss() - begin.memory < TOO_MUCH_TO_WAIT_BYTES
  // Code that only waits is nowhere.
  const place = kind === 'never-settled' ? null : await findPlace(state.file, memoryLeft)
  report({ kind: 'ended', trouble: { kind, detail: null, place, tried: state.tried } })
}

/** If the grader has gone, nobody else ends this process, and the learner's thread may be busy for ever. */
function endProcess(): void {
  process.kill(process.pid, 'SIGKILL')
}

supervise().then(endProcess, endProcess)
