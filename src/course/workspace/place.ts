/** Puts a new file where none is, whole or not at all. */
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { errorCode } from './system.ts'

/** What a disk answers that knows no second name for a file. */
const NO_LINKS: ReadonlySet<string | null> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/**
 * False when something has the name already. Written under another name first and given its own when all of it is on the
 * disk: half a file, after a crash or on a full disk, would be taken for what the learner has written.
 */
export function writeUnlessThere(file: string, text: string): boolean {
  const temporary = `${file}.${process.pid}.tmp`
  try {
    writeFlushed(temporary, text)
    linkSync(temporary, file)
    return true
  } catch (error) {
    const code = errorCode(error)
    if (NO_LINKS.has(code)) return writeInPlace(file, text)
    if (code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

function writeInPlace(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    rmSync(file, { force: true })
    throw error
  }
}

/** Writes a file and waits until the disk has it. */
export function writeFlushed(path: string, text: string): void {
  const file = openSync(path, 'w')
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
