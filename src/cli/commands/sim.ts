/** `sim`: the simulated machine by itself, at a prompt or with commands from a pipe. */
import { parseBoot, SimulationError } from '#course/simulation/index.ts'
import type { BootOptions } from '#kernel/index.ts'
import { printLines } from '../output.ts'
import { CourseError } from '../problem.ts'
import type { Session } from '../session.ts'
import { ScenarioFiles } from '../sim/files.ts'
import { Shell } from '../sim/shell.ts'

export interface SimOptions {
  readonly profile?: string
  readonly json: boolean
  readonly keepGoing: boolean
}

export async function sim(
  session: Session,
  scenario: string | undefined,
  { profile, json, keepGoing }: SimOptions,
): Promise<void> {
  const { terminal, words } = session
  const isPrompt = terminal.canAsk && !json
  const shell = new Shell({
    boot: bootOptions(profile),
    words,
    files: new ScenarioFiles(words.sim),
    unicode: terminal.unicode,
    width: () => (terminal.screen ? process.stdout.columns || terminal.columns : terminal.columns),
    verbatim: !terminal.canAsk,
    figures: isPrompt,
  })
  if (scenario !== undefined) {
    const { lines, failed } = shell.execute(`load ${scenario}`)
    if (failed && !isPrompt)
      throw loadFailed(lines.map((line) => line.map(({ text }) => text).join('')))
    if (!json) printLines(lines, terminal)
  }
  if (isPrompt) {
    const { openPrompt } = await import('../sim/prompt.ts')
    await openPrompt(session, shell)
  } else {
    const { runPipe } = await import('../sim/pipe.ts')
    await runPipe(session, shell, { json, keepGoing })
  }
}

/** The machine that was asked for. */
function bootOptions(profile: string | undefined): BootOptions {
  try {
    return parseBoot(profile ?? '')
  } catch (error) {
    if (error instanceof SimulationError) throw new CourseError(error.message, error.advice)
    throw error
  }
}

function loadFailed([message = '', ...advice]: readonly string[]): CourseError {
  return new CourseError(message, advice.join('\n'))
}
