/** The learner's progress while the course runs: always in memory, saved with every change when that is possible. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemReason } from '#course/workspace/system.ts'
import { applyChange, type Change } from './change.ts'
import {
  keepAside,
  progressFileName,
  readProgressFile,
  type Unusable,
  writeProgressFile,
} from './file.ts'
import { withLock } from './lock.ts'
import { emptyProgress, type Progress } from './schema.ts'

/** Something the learner must be told about the progress file. */
export type ProgressNotice =
  /** The file could not be used; it stands under the name `kept` now (`null`: it could not be moved). */
  | {
      readonly kind: 'kept-aside'
      readonly why: Unusable
      readonly kept: string | null
      readonly reason: string
    }
  /** Progress goes on in memory only, for the time being. */
  | { readonly kind: 'not-saved'; readonly file: string; readonly reason: string }

export interface ProgressStore {
  readonly file: string
  /** The newest state known, what other courses saved meanwhile included. */
  current(): Progress
  /** Applies the changes and saves. Never throws: what went wrong is in `takeNotices`. */
  record(...changes: readonly Change[]): void
  /** What has to be told since the last call. */
  takeNotices(): readonly ProgressNotice[]
  /** Nothing usable was found: what the workspace proves may be recorded anew. */
  readonly startedEmpty: boolean
}

interface DatedChange {
  readonly change: Change
  readonly at: string
}

/** Opens the progress kept in a workspace. The folder need not exist yet. */
export function openProgress(workspace: string, now: () => Date = () => new Date()): ProgressStore {
  const file = join(workspace, progressFileName)
  let notices: ProgressNotice[] = []
  let unsaved: DatedChange[] = []
  let failing = false

  function read(otherwise: Progress): Progress {
    const result = readProgressFile(file)
    if (result.kind === 'progress') return result.progress
    if (result.kind === 'none') return otherwise
    const { kind: why, reason } = result
    // Unreadable now may be readable tomorrow: it stays where it is and is not written over.
    const kept = why === 'unreadable' ? null : tryKeepAside(file, why)
    if (!failing) notices.push({ kind: 'kept-aside', why, kept, reason })
    if (kept === null) throw new Error(reason)
    return otherwise
  }

  function tryRead(): { progress: Progress; startedEmpty: boolean } {
    const empty = emptyProgress()
    try {
      const progress = read(empty)
      return { progress, startedEmpty: progress === empty }
    } catch {
      failing = true
      return { progress: empty, startedEmpty: true }
    }
  }

  const opened = tryRead()
  /** What the file held when it was last read or written; `progress` is this with everything unsaved. */
  let base = opened.progress
  let { progress } = opened

  function save(): void {
    mkdirSync(workspace, { recursive: true })
    base = withLock(`${file}.lock`, () => {
      const merged = unsaved.reduce(
        (result, { change, at }) => applyChange(result, change, at),
        read(base),
      )
      writeProgressFile(file, merged)
      return merged
    })
    progress = base
    unsaved = []
    failing = false
  }

  return {
    file,
    startedEmpty: opened.startedEmpty,
    current: () => progress,
    record(...changes) {
      const at = now().toISOString()
      unsaved.push(...changes.map((change) => ({ change, at })))
      progress = changes.reduce((result, change) => applyChange(result, change, at), progress)
      try {
        save()
      } catch (error) {
        if (!failing) notices.push({ kind: 'not-saved', file, reason: systemReason(error) })
        failing = true
      }
    },
    takeNotices() {
      const taken = notices
      notices = []
      return taken
    },
  }
}

function tryKeepAside(file: string, why: Unusable): string | null {
  try {
    return keepAside(file, why)
  } catch {
    return null
  }
}
