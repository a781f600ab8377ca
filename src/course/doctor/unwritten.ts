/** What a skeleton leaves to its author: every line that still says so is a problem. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../model.ts'

/** Stands where something has to be written, followed by what. */
export const toWrite = 'TO WRITE:'

/** The end of the comment or of the text in quotes that says it, and the code after that. */
const ending = /\s*(?:\*\/|-->|['"`]\s*(?:[),}].*)?)?\s*$/

/** The lines of the files, given from the root, that are still to be written. */
export function examineUnwritten(root: string, files: readonly string[]): Problem[] {
  return files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((text, index) => {
        const at = text.indexOf(toWrite)
        if (at < 0) return []
        const what = text.slice(at + toWrite.length).replace(ending, '')
        return [{ file, line: index + 1, message: `Still to write: ${what.trim()}` }]
      }),
  )
}
