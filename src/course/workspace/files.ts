/** The learner's own files. Nothing here ever writes over a file that is there. */
import { lstatSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import { writeUnlessThere } from './place.ts'
import { errorCode, systemReason } from './system.ts'

/** What the workspace needs to know of an exercise. */
export interface WorkspaceExercise {
  readonly name: string
  readonly lesson: string
  /** The starter, as an absolute path. */
  readonly starter: string
}

/** A file that is nobody's answer to an exercise: a scratch file, a copy of a cell. */
export interface OwnFile {
  /** From the workspace's folder, e.g. `play/scratch.ts`. */
  readonly path: string
  /** What it begins with. */
  readonly text: string
}

/** A workspace that cannot be used, with what to do about it. */
export class WorkspaceError extends Error {
  override readonly name = 'WorkspaceError'
  readonly advice: string

  constructor(message: string, advice: string) {
    super(message)
    this.advice = advice
  }
}

export interface Workspace {
  /** Absolute path of its folder. */
  readonly folder: string
  /** Where the learner's file of an exercise is, whether it exists or not. */
  fileOf(exercise: WorkspaceExercise): string
  isStarted(exercise: WorkspaceExercise): boolean
  /** Copies the starter unless the learner's file is there already. Throws a `WorkspaceError`. */
  start(exercise: WorkspaceExercise): { readonly file: string; readonly created: boolean }
  /** Sets the learner's file aside and begins again; `kept` is the new name of the old file. */
  reset(exercise: WorkspaceExercise): { readonly file: string; readonly kept: string | null }
  /** A file of the learner's that begins with a text instead of a starter. Throws a `WorkspaceError`. */
  startOwn(own: OwnFile): { readonly file: string; readonly created: boolean }
  /** Sets it aside; `kept` is its new name, `null` when it is not there or still as it began. */
  setOwnAside(own: OwnFile): { readonly file: string; readonly kept: string | null }
  /** Whether it is there and is no longer as it began. */
  isOwnChanged(own: OwnFile): boolean
  /** The learner's text; `null` when the exercise was not started. */
  read(exercise: WorkspaceExercise): string | null
  /** A path as a person would type it from where they are. */
  display(path: string): string
}

/** The learner's files in a folder, which is made with the first of them. */
export function openWorkspace(folder: string): Workspace {
  const root = resolve(folder)

  function fileOf({ lesson, name }: WorkspaceExercise): string {
    return join(root, lesson, `${name}.ts`)
  }

  function start(exercise: WorkspaceExercise): { file: string; created: boolean } {
    const file = fileOf(exercise)
    const created = guard(root, 'write to', () => {
      mkdirSync(dirname(file), { recursive: true })
      return writeUnlessThere(file, readFileSync(exercise.starter, 'utf8'))
    })
    return { file, created }
  }

  return {
    folder: root,
    fileOf,
    isStarted: (exercise) => isThere(fileOf(exercise)),
    start,
    reset(exercise) {
      const file = fileOf(exercise)
      const kept = guard(root, 'write to', () =>
        setAside(file, readFileSync(exercise.starter, 'utf8')),
      )
      start(exercise)
      return { file, kept }
    },
    startOwn({ path, text }) {
      const file = join(root, path)
      const created = guard(root, 'write to', () => {
        mkdirSync(dirname(file), { recursive: true })
        return writeUnlessThere(file, text)
      })
      return { file, created }
    },
    setOwnAside({ path, text }) {
      const file = join(root, path)
      return { file, kept: guard(root, 'write to', () => setAside(file, text)) }
    },
    isOwnChanged({ path, text }) {
      const now = guard(root, 'read', () => readUnlessMissing(join(root, path)))
      return now !== null && now !== text
    },
    read(exercise) {
      return guard(root, 'read', () => readUnlessMissing(fileOf(exercise)))
    },
    display: (path) => shorter(relative(process.cwd(), path), path),
  }
}

/** Throws when the folder is there but cannot hold a workspace. A folder that does not exist yet is fine. */
export function assertUsable(folder: string): void {
  const kind = guard(folder, 'read', () => statSync(folder, { throwIfNoEntry: false }))
  if (kind === undefined || kind.isDirectory()) return
  throw new WorkspaceError(
    `${folder} is a file, not a folder.`,
    'Name a folder with --workspace or KMALLOC_WORKSPACE.',
  )
}

function guard<Result>(folder: string, purpose: string, action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    if (errorCode(error) === null) throw error
    throw new WorkspaceError(
      `The course cannot ${purpose} the workspace ${folder}: ${systemReason(error)}.`,
      'Mend that, or name another folder with --workspace or KMALLOC_WORKSPACE.',
    )
  }
}

/** A link that leads nowhere is there, too: nothing may take its name. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    // Its folder is a file.
    if (errorCode(error) === 'ENOTDIR') return false
    throw error
  }
}

/** Null also for a pipe or a device: whoever reads them may wait for ever. */
function readUnlessMissing(file: string): string | null {
  try {
    const found = statSync(file)
    if (!found.isFile() && !found.isDirectory()) return null
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

/** Renames the learner's file to `<name>.kept-<n>.ts`; a file that is as it began need not be kept. */
function setAside(file: string, beginning: string): string | null {
  const found = lstatSync(file, { throwIfNoEntry: false })
  if (!found || (found.isFile() && readUnlessMissing(file) === beginning)) return null
  const ending = extname(file)
  const stem = join(dirname(file), basename(file, ending))
  for (let number = 1; ; number++) {
    const kept = `${stem}.kept-${number}${ending}`
    if (isThere(kept)) continue
    renameSync(file, kept)
    return kept
  }
}

function shorter(one: string, other: string): string {
  return one.length < other.length ? one : other
}
