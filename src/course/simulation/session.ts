/** A session with a machine: every line that changed it is kept, so that lines can be taken back, saved and stepped. */
import type { BootOptions } from '#kernel/index.ts'
import { type MachineChange, watchChange } from '#view/machine-change.ts'
import { bootText, parseBoot } from './booting.ts'
import { type Outcome, SimulatedMachine } from './machine.ts'
import { type Command, parseLine } from './parse.ts'
import { SimulationError } from './problem.ts'
import { located, parseScenario, scenarioText } from './scenario.ts'

/** What came of a line that changes the machine. */
export interface Ran {
  readonly line: string
  /** One for each command of the line; none for `boot`. */
  readonly outcomes: readonly Outcome[]
  /** What the last command changed; null when that was not asked for. */
  readonly change: MachineChange | null
}

/** A machine, the names of what was taken from it, and the lines that led there, which can be undone and saved. */
export class Simulation {
  #machine: SimulatedMachine
  /** Begins with the boot of the first machine, which cannot be taken back. */
  #log: string[]
  #undone: string[] = []

  constructor(options: BootOptions) {
    this.#machine = new SimulatedMachine(options)
    this.#log = [`boot ${bootText(options)}`]
  }

  get machine(): SimulatedMachine {
    return this.#machine
  }

  /** All lines that changed a machine, oldest first. */
  get history(): readonly string[] {
    return this.#log
  }

  /**
   * Runs a line of operations and keeps it. A line is done whole or not at all: with a SimulationError the machine is
   * as it was before. With `watch` it says what the last command changed.
   */
  run(line: string, { watch = false } = {}): Ran {
    const text = line.trim()
    const ran = this.#do(text, parseLine(text), watch)
    this.#log.push(text)
    this.#undone = []
    return ran
  }

  #do(line: string, commands: readonly Command[], watch: boolean): Ran {
    const [first] = commands
    if (first?.name === 'boot') {
      this.#machine = new SimulatedMachine(parseBoot(first.words.get('machine') ?? ''))
      return { line, outcomes: [], change: null }
    }
    const outcomes: Outcome[] = []
    let change: MachineChange | null = null
    for (const [index, command] of commands.entries()) {
      const isLast = index === commands.length - 1
      try {
        const call = this.#machine.understand(command)
        const perform = () => this.#machine.perform(call)
        if (watch && isLast) {
          const watched = watchChange(this.#machine.kernel, perform)
          outcomes.push(watched.result)
          change = watched.change
        } else outcomes.push(perform())
      } catch (error) {
        if (index > 0) this.#rebuild(this.#log)
        throw error
      }
      if (outcomes.at(-1)?.stop) break
    }
    return { line, outcomes, change }
  }

  /** Takes the last line back and returns it; null when there is none. */
  undo(): string | null {
    if (this.#log.length <= 1) return null
    const line = this.#log.pop() ?? null
    this.#rebuild(this.#log)
    if (line !== null) this.#undone.push(line)
    return line
  }

  /** Does the line again that was taken back last; null when there is none. */
  redo(options: { watch?: boolean } = {}): Ran | null {
    const line = this.#undone.at(-1)
    if (line === undefined) return null
    const left = this.#undone.slice(0, -1)
    const ran = this.run(line, options)
    this.#undone = left
    return ran
  }

  /** The machine anew, from its boot on: it works the same way every time. */
  #rebuild(log: readonly string[]): void {
    const start = log.findLastIndex((line) => /^boot\b/.test(line))
    for (const line of log.slice(Math.max(0, start))) this.#do(line, parseLine(line), false)
  }

  /** The scenario of the machine that runs now. */
  scenario(): string {
    const start = this.#log.findLastIndex((line) => /^boot\b/.test(line))
    return scenarioText(this.#machine.options, this.#log.slice(start + 1))
  }

  /**
   * Boots the machine of a scenario and runs its lines, as if they were typed. With a ScenarioError the session is
   * what it was.
   */
  load(text: string): Ran[] {
    const { options, lines } = parseScenario(text)
    const [machine, log, undone] = [this.#machine, [...this.#log], this.#undone]
    try {
      this.run(`boot ${bootText(options)}`)
      return lines.map((line) => located(line.number, () => this.run(line.text)))
    } catch (error) {
      if (!(error instanceof SimulationError)) throw error
      this.#machine = machine
      this.#log = log
      this.#undone = undone
      throw error
    }
  }

  /**
   * Does the last line again, from the machine as it was before it, and gives its last call to `watch`, which makes
   * it. The machine is afterwards as it was. Null when the last line was no call.
   */
  again<Result>(watch: (machine: SimulatedMachine, make: () => Outcome) => Result): Result | null {
    const line = this.#log.at(-1) ?? ''
    const commands = parseLine(line)
    if (commands[0]?.name === 'boot') return null
    this.#rebuild(this.#log.slice(0, -1))
    // The kernel may have stopped before the last command of the line.
    const done = this.#do(line, commands, false).outcomes.length
    const last = commands[done - 1]
    if (last === undefined) return null
    this.#rebuild(this.#log.slice(0, -1))
    this.#do(line, commands.slice(0, done - 1), false)
    const machine = this.#machine
    const call = machine.understand(last)
    return watch(machine, () => machine.perform(call))
  }
}
