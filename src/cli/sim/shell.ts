/** The simulator's commands carried out line by line, for a prompt, a pipe and a program alike. */
import { renderOutput } from '#text/code.ts'
import type { StyledLine } from '#text/lines.ts'
import {
  isLook,
  isOperation,
  isSessionCommand,
  look,
  parseLine,
  type Ran,
  Simulation,
  SimulationError,
  UnknownName,
} from '#course/simulation/index.ts'
import type { SessionName } from '#course/simulation/commands.ts'
import type { BootOptions } from '#kernel/index.ts'
import { CourseError } from '../problem.ts'
import { suggest } from '../suggest.ts'
import type { Words } from '../words.ts'
import { lookData, outcomeData } from './data.ts'
import { drawLook, drawRan } from './draw.ts'
import type { ScenarioFiles } from './files.ts'
import { drawHelp } from './help.ts'
import { prose, type SimDrawing } from './prose.ts'
import { drawStory, type Story, tellLast } from './story.ts'
import type { SimWords } from './words.ts'

/** What a line gave. */
export interface Reply {
  readonly lines: readonly StyledLine[]
  /** The same for a program. */
  readonly data: readonly object[]
  /** The line meant nothing, or the kernel stopped over it. */
  readonly failed: boolean
  /** A call to step through. */
  readonly story: Story | null
  readonly quit: boolean
}

export interface ShellOptions {
  readonly boot: BootOptions
  readonly words: Words
  readonly files: ScenarioFiles
  readonly unicode: boolean
  /** Columns may change while the shell is open. */
  readonly width: () => number
  /** Texts of the kernel stay as wide as they are. */
  readonly verbatim: boolean
  /** Draw what each command changed. */
  readonly figures: boolean
}

const nothing: Reply = { lines: [], data: [], failed: false, story: null, quit: false }

export class Shell {
  readonly simulation: Simulation
  readonly #options: ShellOptions
  #figures: boolean

  constructor(options: ShellOptions) {
    this.#options = options
    this.#figures = options.figures
    this.simulation = new Simulation(options.boot)
  }

  get drawing(): SimDrawing {
    const { words, unicode, width } = this.#options
    return { width: width(), unicode, words: words.sim, verbatim: this.#options.verbatim }
  }

  /** Never throws for anything that is typed, or that the machine does. */
  execute(typed: string): Reply {
    const line = typed.trim()
    try {
      return this.#execute(line)
    } catch (error) {
      if (error instanceof SimulationError)
        return this.#refuse(line, error.message, this.#advice(error))
      if (error instanceof CourseError) return this.#refuse(line, error.message, error.advice)
      throw error
    }
  }

  /** What is said about the machine that runs now. */
  greeting(): StyledLine[] {
    const { machine } = this.simulation
    const { configuration } = machine.kernel
    const [, options = ''] = /^scenario \d+ (.*)$/m.exec(this.simulation.scenario()) ?? []
    const free = machine.kernel.machine.zones.reduce((sum, zone) => sum + zone.free_pages, 0)
    const text = this.#options.words.sim.booted(options, configuration.megabytes, free)
    return prose(text, this.drawing)
  }

  get prompt(): string {
    const { sim } = this.#options.words
    const { machine } = this.simulation
    if (machine.stopped) return sim.promptStopped
    const where = this.#where(sim)
    return where.length > 0 ? sim.promptIn(where) : sim.prompt
  }

  /** Where the next call is made, as far as it is not the usual place. */
  #where({ where }: SimWords): string[] {
    const { kernel, locks } = this.simulation.machine
    const several = kernel.machine.cpus.length > 1
    return [
      ...(several ? [where.cpu(kernel.smp_processor_id())] : []),
      ...(kernel.in_irq() ? [where.interrupt] : []),
      ...(kernel.in_softirq() ? [where.softirq] : []),
      ...(kernel.irqs_disabled() ? [where.off] : []),
      ...locks.held(kernel.smp_processor_id()).map((name) => where.lock(name)),
    ]
  }

  #execute(line: string): Reply {
    const [command] = parseLine(line)
    if (command === undefined) return nothing
    const { name } = command
    if (isOperation(name)) return this.#ran(this.simulation.run(line, { watch: this.#figures }))
    if (isLook(name)) {
      const { machine } = this.simulation
      const seen = look(name, machine, machine.values(command))
      return { ...nothing, lines: drawLook(seen, this.drawing), data: [lookData(line, seen)] }
    }
    if (isSessionCommand(name)) return this.#session(name, line, (word) => command.words.get(word))
    throw new Error(`the command ${name} is in no group`)
  }

  #ran(ran: Ran): Reply {
    if (ran.outcomes.length === 0) {
      return { ...nothing, lines: this.greeting(), data: [{ line: ran.line }] }
    }
    return {
      ...nothing,
      lines: drawRan(ran, this.drawing),
      data: ran.outcomes.map((outcome) => outcomeData(ran.line, outcome)),
      failed: ran.outcomes.some(({ stop }) => stop !== null),
    }
  }

  #session(name: SessionName, line: string, word: (name: string) => string | undefined): Reply {
    const { sim } = this.#options.words
    switch (name) {
      case 'quit':
        return { ...nothing, quit: true }
      case 'help':
        return this.#say(line, drawHelp(word('command') ?? null, this.drawing))
      case 'undo': {
        const taken = this.simulation.undo()
        return this.#tell(line, taken === null ? sim.nothingToUndo : sim.undone(taken))
      }
      case 'redo': {
        const ran = this.simulation.redo({ watch: this.#figures })
        return ran ? this.#ran(ran) : this.#tell(line, sim.nothingToRedo)
      }
      case 'history':
        return {
          ...this.#say(line, this.#history()),
          data: [{ line, history: this.simulation.history }],
        }
      case 'save':
        return this.#save(line, word('file') ?? '')
      case 'load':
        return this.#load(line, word('file') ?? '')
      case 'figure':
        this.#figures = this.#isOn(word('on|off') ?? '')
        return this.#tell(line, this.#figures ? sim.figures.on : sim.figures.off)
      case 'step':
        return this.#step(line)
    }
  }

  #isOn(word: string): boolean {
    if (word === 'on' || word === 'off') return word === 'on'
    throw new SimulationError(`"${word}" is neither on nor off.`)
  }

  #history(): StyledLine[] {
    const { history } = this.simulation
    const digits = String(history.length).length
    const rows = history.map((text, index) => `${String(index + 1).padStart(digits)}  ${text}`)
    return renderOutput(rows.join('\n'), this.drawing)
  }

  #save(line: string, path: string): Reply {
    const text = this.simulation.scenario()
    this.#options.files.write(path, text)
    return this.#tell(line, this.#options.words.sim.saved(path, text.split('\n').length - 2))
  }

  #load(line: string, path: string): Reply {
    const ran = this.simulation.load(this.#options.files.read(path))
    const stops = ran.filter(({ outcomes }) => outcomes.some(({ stop }) => stop !== null))
    const lines = [
      ...this.greeting(),
      ...stops.flatMap((each) => drawRan(each, this.drawing)),
      ...prose(this.#options.words.sim.loaded(path, ran.length), this.drawing),
    ]
    return { ...nothing, lines, data: [{ line, lines: ran.length }], failed: stops.length > 0 }
  }

  #step(line: string): Reply {
    const story = tellLast(this.simulation)
    if (story === null) return this.#tell(line, this.#options.words.sim.nothingToStep)
    return {
      ...nothing,
      lines: drawStory(story, this.drawing, this.#options.words),
      story,
      data: [{ line, ...story }],
    }
  }

  #say(line: string, lines: readonly StyledLine[]): Reply {
    return { ...nothing, lines, data: [{ line }] }
  }

  #tell(line: string, text: string): Reply {
    return { ...this.#say(line, prose(text, this.drawing)), data: [{ line, told: text }] }
  }

  #refuse(line: string, message: string, advice: string): Reply {
    const lines = [
      ...prose(message, this.drawing, 'bad'),
      ...(advice === '' ? [] : prose(advice, this.drawing)),
    ]
    return { ...nothing, lines, data: [{ line, error: message, advice }], failed: true }
  }

  #advice(error: SimulationError): string {
    if (!(error instanceof UnknownName)) return error.advice
    return this.#options.words.didYouMean(suggest(error.typed, error.known), error.advice)
  }
}
