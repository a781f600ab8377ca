/** The progress file on the disk: reading it without trusting it, writing it so that a crash loses nothing. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { errorCode, systemReason } from '#course/workspace/system.ts'
import { type Progress, progressSchema, progressVersion } from './schema.ts'

export const progressFileName = 'progress.json'

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
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'none' }
    return { kind: 'unreadable', reason: systemReason(error) }
  }
  return parseProgress(text)
}

/** Checks the text of a progress file. */
function parseProgress(text: string): ReadResult {
  let data: unknown
  try {
    data = JSON.parse(text)
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
 * meanwhile, or after a power cut, finds the old file or the new one and never half of either.
 */
export function writeProgressFile(path: string, progress: Progress): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const file = openSync(temporary, 'w')
    try {
      writeFileSync(file, `${JSON.stringify(progress, null, 2)}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
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
