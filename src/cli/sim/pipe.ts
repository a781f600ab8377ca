/** Commands from a pipe or a file: plain text out, or one JSON object for each; it ends at the first that fails. */
import { createInterface } from 'node:readline'
import { print, printLines, tell } from '../output.ts'
import { textOf } from '#text/lines.ts'
import { exitCode } from '../problem.ts'
import type { Session } from '../session.ts'
import type { Shell } from './shell.ts'

export interface PipeOptions {
  readonly json: boolean
  /** Go on after a line that failed. */
  readonly keepGoing: boolean
}

/** Sets the exit code: 1 when a line failed. */
export async function runPipe(
  session: Session,
  shell: Shell,
  { json, keepGoing }: PipeOptions,
): Promise<void> {
  const { terminal, words } = session
  process.exitCode = exitCode.pass
  let number = 0
  const input = createInterface({ input: process.stdin, terminal: false })
  for await (const line of input) {
    number++
    const { lines, data, failed, quit } = shell.execute(line)
    if (quit) break
    if (json) for (const each of data) print(JSON.stringify(each))
    else if (!failed) printLines(lines, terminal)
    if (!failed) continue
    process.exitCode = exitCode.fail
    // What went wrong does not end up among what was asked for.
    if (!json) tell(lines.map(textOf).join('\n').replace(/^/, words.sim.inLine(number, '')))
    if (!keepGoing) break
  }
  input.close()
  process.stdin.pause()
}
