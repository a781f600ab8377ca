/** Saves of one file at a time, each told once: an editor may write a file in several steps. */
import { statSync } from 'node:fs'
import { type FileWatch, watchFile } from '#course/workspace/index.ts'

/** Nothing more is written for so long: the editor is done. */
const settleAfter = 5
/** Of two changes in so short a time the watch tells the first one only. */
const untold = 60
/** A change that the course itself made may be reported for so long. */
const ownWrite = 1000

export interface SavesOptions {
  /** Looks at the file again and again instead of waiting to be told. */
  readonly poll: boolean
  /** Called at once when the first change of a save is noticed. */
  readonly onNoticed?: () => void
  readonly onSave: () => void
  readonly onError: (error: unknown) => void
}

export class Saves {
  readonly #options: SavesOptions
  #watch: FileWatch | null = null
  #file = ''
  #saved: NodeJS.Timeout | null = null
  #again: NodeJS.Timeout | null = null
  #wroteAt = 0

  constructor(options: SavesOptions) {
    this.#options = options
  }

  /** From now on the saves of this file are told, and no other's. */
  async follow(file: string): Promise<void> {
    this.#file = file
    if (this.#watch) return this.#watch.follow(file)
    const { poll, onError } = this.#options
    this.#watch = await watchFile(file, { poll, onError, onSave: () => this.#onSave() })
  }

  /** The course itself has written the file just now: that is no save of the learner. */
  forgive(): void {
    this.#wroteAt = Date.now()
  }

  async close(): Promise<void> {
    if (this.#saved) clearTimeout(this.#saved)
    this.#saved = null
    if (this.#again) clearTimeout(this.#again)
    await this.#watch?.close()
    this.#watch = null
  }

  #onSave(): void {
    if (Date.now() - this.#wroteAt < ownWrite) return
    if (this.#saved) clearTimeout(this.#saved)
    else this.#options.onNoticed?.()
    this.#saved = setTimeout(() => {
      this.#saved = null
      this.#lookAgain()
      this.#options.onSave()
    }, settleAfter)
  }

  /** A save right behind this one may never be told, and it is the one that counts. */
  #lookAgain(): void {
    const seen = stampOf(this.#file)
    if (this.#again) clearTimeout(this.#again)
    this.#again = setTimeout(() => {
      if (stampOf(this.#file) !== seen) this.#onSave()
    }, untold)
  }
}

/** Changes whenever the file does; the same for all files that are not there. */
function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat === undefined ? '' : `${stat.mtimeMs} ${stat.size}`
}
