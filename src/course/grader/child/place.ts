/** Finds the learner's file in a stack trace; frames of the course never leave the child. */
import type { Place } from '../protocol.ts'

/** The innermost place in `file` that a stack trace names; null if it names none. */
export function placeIn(stack: unknown, file: string): Place | null {
  if (typeof stack !== 'string') return null
  for (const line of stack.split('\n')) {
    const at = line.indexOf(`${file}:`)
    if (at < 0) continue
    const numbers = /^(\d+):(\d+)/.exec(line.slice(at + file.length + 1))
    if (numbers) return { line: Number(numbers[1]), column: Number(numbers[2]) }
  }
  return null
}

/** Where the call of this function came from in `file`. */
export function placeOfCall(file: string): Place | null {
  return placeIn(new Error('where').stack, file)
}

/** The stack of a thrown value, if it is an error and lets itself be asked. */
export function stackOf(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.stack : null
}
