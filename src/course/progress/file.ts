/** The progress file on the disk: reading it without trusting it, writing it so that a crash loses nothing. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as v from 'valibot'
import { writeFlushed } from '#course/workspace/place.ts'
import { errorCode, systemReason } from '#course/workspace/system.ts'
import { type Progress, progressSchema, progressVersion } from './schema.ts'

export const progressFileName = 'progress.json'

/** A learner who does the course a hundred times does not get there. */
const bytesAtMost = 10_000_000

/** Why a progress file could not be used. */
export type Unusable = 'damaged' | 'newer' | 'unreadable'

export type ReadResult =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'none' }
  | { readonly kind: Unusable; readonly reason: string }

/** Reads and checks the file. Never throws: a file that cannot be used is a result like any other. */
export function readProgressFile(path: string): ReadResult {
  let text: string
  try {
    const found = statSync(path)
    // Whoever reads a pipe waits for somebody to write.
    if (!found.isFile()) return { kind: 'unreadable', reason: whatItIs(found) }
    if (found.size > bytesAtMost) {
      return { kind: 'damaged', reason: `it has ${Math.ceil(found.size / 1e6)} million bytes` }
    }
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'none' }
    return { kind: 'unreadable', reason: systemReason(error) }
  }
  return parseProgress(text)
}

function whatItIs(found: { isDirectory(): boolean }): string {
  return found.isDirectory() ? 'it is a folder, not a file' : 'it is not a plain file'
}

/** Checks the text of a progress file. */
function parseProgress(text: string): ReadResult {
  let data: unknown
  try {
    data = JSON.parse(text)
    // What is nested so deep that it cannot be written again could never be saved.
    JSON.stringify(data)
  } catch (error) {
    return { kind: 'damaged', reason: error instanceof Error ? error.message : String(error) }
  }
  if (isNewer(data)) return { kind: 'newer', reason: `its version is above ${progressVersion}` }
  const result = v.safeParse(progressSchema, data)
  if (result.success) return { kind: 'progress', progress: result.output }
  const [issue] = result.issues
  const where = v.getDotPath(issue)
  return { kind: 'damaged', reason: where === null ? issue.message : `${where}: ${issue.message}` }
}

function isNewer(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('version' in data)) return false
  return typeof data.version === 'number' && data.version > progressVersion
}

/**
 * Writes the file whole: a temporary file beside it, flushed to the disk, then renamed over it. Whoever reads
 * meanwhile, or after a power cut, finds the old file or the new one and never half of either. A link to a file that is
 * kept elsewhere stays a link.
 */
export function writeProgressFile(link: string, progress: Progress): void {
  mkdirSync(dirname(link), { recursive: true })
  const path = existsSync(link) ? realpathSync(link) : link
  const temporary = `${path}.${process.pid}.tmp`
  removeAbandoned(path)
  try {
    writeFlushed(temporary, `${JSON.stringify(progress, null, 2)}\n`)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Half files of courses that were killed while they saved. Nobody else saves now: the caller has the lock. */
function removeAbandoned(path: string): void {
  const folder = dirname(path)
  const isAbandoned = (name: string) =>
    name.startsWith(`${basename(path)}.`) && name.endsWith('.tmp')
  for (const name of readdirSync(folder).filter(isAbandoned)) {
    rmSync(join(folder, name), { force: true })
  }
}

/** Moves an unusable file to a name of its own and returns that name. */
export function keepAside(path: string, kind: Unusable): string {
  const kept = freeName(dirname(path), kind)
  renameSync(path, kept)
  return kept
}

function freeName(folder: string, kind: Unusable): string {
  for (let number = 1; ; number++) {
    const path = join(folder, `progress.${kind}-${number}.json`)
    if (!existsSync(path)) return path
  }
}
