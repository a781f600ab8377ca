/** Answers typed line by line, from a person or from a pipe. The terminal stays as it is: nothing is redrawn. */
import { createInterface, type Interface } from 'node:readline'

let reader: Interface | null = null
let ended = false
const typed: string[] = []
let waiting: ((line: string | null) => void) | null = null

/** Prints the question and waits for a line; `null` when the input has ended. */
export function askLine(question: string): Promise<string | null> {
  process.stdout.write(question)
  return nextLine()
}

export function nextLine(): Promise<string | null> {
  reader ??= open()
  const line = typed.shift()
  if (line !== undefined) return Promise.resolve(line)
  if (ended) return Promise.resolve(null)
  return new Promise((settle) => {
    waiting = settle
  })
}

/** Lets the command end although more could be typed. */
export function stopAsking(): void {
  reader?.close()
  process.stdin.pause()
}

function open(): Interface {
  const lines = createInterface({ input: process.stdin, terminal: false })
  lines.on('line', (line) => {
    if (waiting) give(line)
    else typed.push(line)
  })
  lines.on('close', () => {
    ended = true
    give(null)
  })
  return lines
}

function give(line: string | null): void {
  waiting?.(line)
  waiting = null
}
