/** Scenario files: a first line that names format and machine, then one command a line. The same result every time. */
import type { BootOptions } from '#kernel/index.ts'
import { bootText, parseBoot } from './booting.ts'
import { isOperation } from './commands.ts'
import { type Command, parseLine, withoutComment } from './parse.ts'
import { SimulationError } from './problem.ts'

const magic = 'scenario'
const scenarioVersion = 1

/** A scenario that cannot be read or replayed, with the line at fault. */
export class ScenarioError extends SimulationError {
  readonly line: number

  constructor(line: number, message: string, advice = '') {
    super(`line ${line}: ${message}`, advice)
    this.line = line
  }
}

export interface ScenarioLine {
  /** Its line in the file, from 1. */
  readonly number: number
  readonly text: string
  readonly commands: readonly Command[]
}

export interface Scenario {
  readonly options: BootOptions
  readonly lines: readonly ScenarioLine[]
}

/** Throws ScenarioError at the first line that cannot be read. */
export function parseScenario(text: string): Scenario {
  const [first = '', ...rest] = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const options = parseHead(first)
  const lines = rest.flatMap((line, index): ScenarioLine[] => {
    const number = index + 2
    const commands = located(number, () => parseLine(line))
    if (commands.length === 0) return []
    const stranger = commands.find(({ name }) => !isOperation(name) || name === 'boot')
    if (stranger) {
      throw new ScenarioError(
        number,
        `${stranger.name} does not belong into a scenario.`,
        'Below its first line a scenario holds only what changes the machine, and comments with #.',
      )
    }
    return [{ number, text: line.trim(), commands }]
  })
  return { options, lines }
}

function parseHead(line: string): BootOptions {
  const [word, version, ...machine] = withoutComment(line).split(/\s+/)
  if (word !== magic || version === undefined || !/^\d+$/.test(version)) {
    throw new ScenarioError(
      1,
      'this is no scenario.',
      `The first line of one names format and machine: ${magic} ${scenarioVersion} article`,
    )
  }
  if (Number(version) !== scenarioVersion) {
    throw new ScenarioError(
      1,
      `the scenario has format ${version}; this course reads format ${scenarioVersion}.`,
      Number(version) > scenarioVersion ? 'A newer version of the course can read it.' : '',
    )
  }
  return located(1, () => parseBoot(machine.join(' ')))
}

/** Does the work for a line; what is wrong with the line is thrown with its number. */
export function located<Result>(line: number, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof SimulationError && !(error instanceof ScenarioError)) {
      throw new ScenarioError(line, error.message, error.advice)
    }
    throw error
  }
}

/** The text of a scenario: parseScenario() reads it back. */
export function scenarioText(options: BootOptions, lines: readonly string[]): string {
  return [`${magic} ${scenarioVersion} ${bootText(options)}`, ...lines]
    .map((line) => `${line}\n`)
    .join('')
}
