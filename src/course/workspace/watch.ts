/** Tells when a file was saved. The only file that knows chokidar. */
import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

export interface FileWatch {
  /** Watches another file from now on. */
  follow(file: string): Promise<void>
  close(): Promise<void>
}

export interface WatchOptions {
  /** Looks at the file again and again, for folders that do not report changes (network drives, WSL). */
  readonly poll: boolean
  readonly onSave: (file: string) => void
  readonly onError: (error: unknown) => void
}

const pollInterval = 250

/** Watches until it is closed. Rejects when the folder of the file cannot be watched. */
export async function watchFile(file: string, options: WatchOptions): Promise<FileWatch> {
  return options.poll ? pollFile(file, options) : watchFolder(file, options)
}

/**
 * Looks at the file itself. chokidar polls too, but learns only some time after it says it is ready what the file was
 * like, and a save before that would never be noticed.
 */
function pollFile(file: string, { onSave, onError }: WatchOptions): FileWatch {
  let followed = resolve(file)
  let known = stampOf(followed)
  const look = (): void => {
    try {
      const stamp = stampOf(followed)
      if (stamp === known) return
      known = stamp
      // A file that is gone may be on its way back: many editors save like that.
      if (stamp !== null) onSave(followed)
    } catch (error) {
      onError(error)
    }
  }
  const timer = setInterval(look, pollInterval)
  return {
    async follow(next) {
      followed = resolve(next)
      known = stampOf(followed)
    },
    async close() {
      clearInterval(timer)
    },
  }
}

/** Changes with every save; null when there is no such file. */
function stampOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false })
  return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : null
}

/**
 * Watches one file at a time through its folder, because an editor that saves by renaming replaces the file and
 * a watch on the file itself would go deaf.
 */
async function watchFolder(file: string, options: WatchOptions): Promise<FileWatch> {
  let followed = resolve(file)
  const early = noticeEarly(followed)
  const { watch } = await import('chokidar')
  const start = (folder: string) => {
    const watcher = watch(folder, {
      depth: 0,
      ignoreInitial: true,
      // Half a rename must not look like a deleted file, but a save has to show at once.
      atomic: 20,
    })
    const report = (changed: string): void => {
      if (resolve(changed) === followed) options.onSave(followed)
    }
    watcher.on('change', report).on('add', report).on('error', options.onError)
    return watcher
  }
  let folder = dirname(followed)
  let watcher = start(folder)
  await ready(watcher)
  if (early()) options.onSave(followed)
  return {
    async follow(next) {
      followed = resolve(next)
      if (dirname(followed) === folder) return
      const sinceThen = noticeEarly(followed)
      await watcher.close()
      folder = dirname(followed)
      watcher = start(folder)
      await ready(watcher)
      if (sinceThen()) options.onSave(followed)
    },
    async close() {
      await watcher.close()
    },
  }
}

/** The watch begins some time after it was asked for. Tells whether the file was saved in between. */
function noticeEarly(file: string): () => boolean {
  const before = stampOf(file)
  return () => {
    const stamp = stampOf(file)
    return stamp !== null && stamp !== before
  }
}

function ready(watcher: { once(event: 'ready', listener: () => void): unknown }): Promise<void> {
  return new Promise((settle) => {
    watcher.once('ready', settle)
  })
}
