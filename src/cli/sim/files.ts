/** Scenarios on the disk. A file that is not ours is never overwritten. */
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { systemReason } from '#course/workspace/system.ts'
import { CourseError } from '../problem.ts'
import type { SimWords } from './words.ts'

/** More is no scenario that anybody wrote. */
const largest = 64 * 1024 * 1024

/** The text of a scenario file; a CourseError says why it cannot be read. */
export function readScenario(path: string, words: SimWords): string {
  try {
    if (statSync(path).size > largest) throw new CourseError(words.tooLarge(path))
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof CourseError) throw error
    throw new CourseError(words.notRead(path, systemReason(error)))
  }
}

/** Files that this session wrote or read: only those may be written again. */
export class ScenarioFiles {
  readonly #own = new Set<string>()
  readonly #words: SimWords

  constructor(words: SimWords) {
    this.#words = words
  }

  read(path: string): string {
    const text = readScenario(path, this.#words)
    this.#own.add(path)
    return text
  }

  /** Writes the file whole or not at all. */
  write(path: string, text: string): void {
    const words = this.#words
    if (existsSync(path) && !this.#own.has(path)) {
      throw new CourseError(words.exists(path), words.existsAdvice)
    }
    const temporary = `${path}.${process.pid}.tmp`
    try {
      writeFileSync(temporary, text, { flag: 'wx' })
      renameSync(temporary, path)
      this.#own.add(path)
    } catch (error) {
      rmSync(temporary, { force: true })
      throw new CourseError(words.notSaved(path, systemReason(error)))
    }
  }
}
