/** One writer at a time: a small file that exists while somebody reads, changes and writes the progress. */
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { errorCode } from '#course/workspace/system.ts'

/** A save takes a few milliseconds; somebody who holds the lock longer than this is stuck. */
const patience = 1000
const pause = 5

/**
 * Runs `work` while no other course writes. A lock left behind by a killed course is taken over. When the lock
 * cannot be had at all, `work` runs without it: the file is replaced whole in any case.
 */
export function withLock<Result>(path: string, work: () => Result): Result {
  const held = acquire(path)
  try {
    return work()
  } finally {
    if (held) rmSync(path, { force: true })
  }
}

function acquire(path: string): boolean {
  for (let waited = 0; waited <= patience; waited += pause) {
    const outcome = create(path)
    if (outcome !== 'taken') return outcome === 'held'
    if (isAbandoned(path)) takeAway(path)
    else sleep(pause)
  }
  return false
}

function create(path: string): 'held' | 'taken' | 'impossible' {
  try {
    sign(openSync(path, 'wx'))
    return 'held'
  } catch (error) {
    return errorCode(error) === 'EEXIST' ? 'taken' : 'impossible'
  }
}

/** Says whose lock it is. On a full disk it says nothing, and is held all the same. */
function sign(file: number): void {
  try {
    writeFileSync(file, String(process.pid))
  } catch (error) {
    if (errorCode(error) === null) throw error
  } finally {
    closeSync(file)
  }
}

/**
 * Two courses may find the same abandoned lock, and the slower one must not take away the new lock of the faster: it is
 * taken under a name of our own, looked at again, and put back if somebody holds it.
 */
function takeAway(path: string): void {
  const taken = `${path}.${process.pid}`
  try {
    renameSync(path, taken)
    if (!isAbandoned(taken)) linkSync(taken, path)
  } catch (error) {
    // Somebody else was faster, or has locked meanwhile.
    if (!['ENOENT', 'EEXIST'].includes(errorCode(error) ?? '')) throw error
  } finally {
    rmSync(taken, { force: true })
  }
}

function isAbandoned(path: string): boolean {
  try {
    const { mtimeMs } = statSync(path)
    if (Date.now() - mtimeMs > patience) return true
    const holder = Number(readFileSync(path, 'utf8'))
    return holder > 0 && !isRunning(holder)
  } catch (error) {
    // Gone meanwhile: whoever held it is done.
    return errorCode(error) === 'ENOENT'
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/** The save is synchronous, so that it is done before the course can be ended; so is this wait. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
