/** Writing for people who read on, and for those who stopped: `| head` ends the output, not the command. */
import type { StyledLine } from '#text/lines.ts'
import { paint } from '#text/theme.ts'
import { errorCode } from '#course/workspace/system.ts'
import { type Terminal, themeFor } from './terminal.ts'

/** A reader that went away is no error; anything else is. */
export function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: unknown) => {
      if (errorCode(error) !== 'EPIPE') throw error
    })
  }
}

export function print(text: string): void {
  printText(`${text}\n`)
}

/** The text as it is, line ends included. */
export function printText(text: string): void {
  process.stdout.write(text)
}

/** For what must not end up in a file or a pipe with the output itself. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`)
}

export function printLines(lines: readonly StyledLine[], terminal: Terminal): void {
  process.stdout.write(
    paint(lines, themeFor(terminal))
      .map((line) => `${line}\n`)
      .join(''),
  )
}

export function printJson(data: unknown): void {
  print(JSON.stringify(data, null, 2))
}
