/** Runs the program of a lesson step by step, as far as it is asked for, and keeps what each step gave. */
import { type Context, Script, compileFunction, createContext } from 'node:vm'
import type { NotebookProgram, ProgramStep } from '../model.ts'
import { format } from './print.ts'
import { programText, valueFunction } from './program-text.ts'

/** What went wrong in a lesson, at the lesson's own line. */
export interface CellError {
  readonly message: string
  /** Line of the lesson's file, from 1. */
  readonly line: number
}

export interface CellResult {
  /** What the cell printed, lines joined by newlines, none at the end. */
  readonly output: string
  /** Null when the cell ran to its end. */
  readonly error: CellError | null
}

/** An answer or a figure that could not be had, because its expression or a cell above it failed. */
export class NotebookError extends Error {
  override readonly name = 'NotebookError'
  readonly line: number

  constructor({ message, line }: CellError) {
    super(message)
    this.line = line
  }
}

/** The names a cell sees. Made anew for every run, because a run has its own machines. */
export type MakeScope = (print: (...values: unknown[]) => void) => Record<string, unknown>

const filename = 'lesson.notebook'

interface StepResult extends CellResult {
  readonly value: unknown
}

/** The parts of a lesson, run up to what is asked for; each is run once. */
export class Program {
  readonly #program: NotebookProgram
  readonly #makeScope: MakeScope
  readonly #limitMs: number
  #results: StepResult[] = []
  #generator: Iterator<unknown> | null = null
  #printed: string[] = []

  /** A step that runs longer than `limitMs` is stopped: it is an endless loop in the lesson. */
  constructor(program: NotebookProgram, makeScope: MakeScope, limitMs: number) {
    this.#program = program
    this.#makeScope = makeScope
    this.#limitMs = limitMs
  }

  /** Forgets everything; the next request runs the lesson from its beginning. */
  restart(): void {
    this.#results = []
    this.#generator = null
  }

  /** What a step gave, after running all steps before it that have not run yet. A step runs once. */
  result(kind: ProgramStep['kind'], index: number): StepResult {
    const wanted = this.#program.steps.findIndex(
      (step) => step.kind === kind && step.index === index,
    )
    if (wanted < 0) throw new RangeError(`The lesson has no ${kind} ${index}.`)
    while (this.#results.length <= wanted) {
      const failed = this.#results.at(-1)?.error
      if (failed) return notReached(failed)
      this.#results.push(this.#step(this.#results.length))
    }
    return this.#results[wanted] ?? notReached({ message: 'nothing ran', line: 1 })
  }

  #step(at: number): StepResult {
    this.#printed = []
    const traceLimit = Error.stackTraceLimit
    // Deep in the kernel the lesson's own line is far down the stack.
    Error.stackTraceLimit = 100
    try {
      this.#generator ??= this.#start()
      const generator = this.#generator
      const value = withLimit(() => generator.next().value, this.#limitMs)
      return { value, output: this.#printed.join('\n'), error: null }
    } catch (thrown) {
      return { value: null, output: this.#printed.join('\n'), error: this.#errorOf(thrown, at) }
    } finally {
      Error.stackTraceLimit = traceLimit
    }
  }

  #start(): Iterator<unknown> {
    const print = (...values: unknown[]) => {
      this.#printed.push(values.map(format).join(' '))
    }
    const scope = { ...this.#makeScope(print), [valueFunction]: (value: unknown) => value }
    const text = programText(this.#program.code)
    const lesson = compileFunction(text, Object.keys(scope), { filename, lineOffset: -1 })
    return lesson(...Object.values(scope))
  }

  #errorOf(thrown: unknown, at: number): CellError {
    const start = this.#program.steps[at]?.line ?? 1
    if (isTimeout(thrown)) return { message: 'This cell does not come to an end.', line: start }
    if (!(thrown instanceof Error)) return { message: `thrown: ${format(thrown)}`, line: start }
    const { name, message } = thrown
    const line = lessonLine(thrown, this.#program) ?? start
    return { message: name === 'Error' ? message : `${name}: ${message}`, line }
  }
}

/** The line of the lesson's file where an error was made; null when no cell is on its stack. */
export function lessonLine({ stack = '' }: Error, { lines }: NotebookProgram): number | null {
  const found = stack.match(/lesson\.notebook:(\d+)/)
  return (found && lines[Number(found[1]) - 1]) || null
}

function notReached({ message, line }: CellError): StepResult {
  const told = `The lesson stopped above, at line ${line}: ${message}`
  return { value: null, output: '', error: { message: told, line } }
}

/** Only the vm module can stop a loop in the same thread; what it stops may belong to any context. */
function withLimit(step: () => unknown, timeout: number): unknown {
  limited ??= createContext(sandbox)
  sandbox.step = step
  return script.runInContext(limited, { timeout })
}

const sandbox = { step: (): unknown => null }
const script = new Script('step()')
let limited: Context | null = null

function isTimeout(thrown: unknown): boolean {
  // The error belongs to the context of the limit, so it is no Error of ours.
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    'code' in thrown &&
    thrown.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  )
}
