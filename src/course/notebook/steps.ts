/**
 * The allocations and frees of a cell, and each of them step by step. The lesson is run anew up to the cell for that,
 * on machines of its own: it does the same every time, so nothing has to be kept meanwhile.
 */
import type { Kernel } from '#kernel/index.ts'
import { type Recording, startRecording } from '#view/steps.ts'
import type { Lesson } from '../model.ts'
import { type AroundCall, tellCall, tellResult, watchedBoot } from './calls.ts'
import { format } from './print.ts'
import { type CellError, lessonLine, Program } from './run.ts'
import { scopeWith } from './scope.ts'

export interface CellOperation {
  /** Its place among the operations of the cell, from 0. */
  readonly number: number
  /** As in C: `kmalloc(100, GFP_KERNEL)`. */
  readonly call: string
  /** What it returned, as text; null for what returns nothing, or did not return. */
  readonly result: string | null
  /** Why it did not return. */
  readonly thrown: string | null
  /** Line of the lesson's file. */
  readonly line: number | null
}

/** A part of the list: a cell may make thousands of calls. */
export interface OperationList {
  /** All operations of the cell. */
  readonly total: number
  /** Those from the one asked for on. */
  readonly operations: readonly CellOperation[]
  /** What stopped the lesson in the cell or above it. */
  readonly error: CellError | null
}

export interface SteppedOperation extends Recording {
  readonly operation: CellOperation
}

export interface Stepper {
  /** The operations of a cell, from number `from` on, at most `count` of them. */
  operations(cell: number, from?: number, count?: number): OperationList
  /** An operation step by step; null when the cell has no such operation. */
  record(cell: number, number: number): SteppedOperation | null
}

/** Ends the lesson where it was looked at. */
class Enough extends Error {
  override readonly name = 'Enough'
}

/** Every request runs the lesson up to the cell; a cell that takes longer than `limitMs` is stopped. */
export function openStepper(lesson: Lesson, { limitMs = 10_000 } = {}): Stepper {
  const run = (cell: number, around: AroundCall) => runCell(lesson, cell, limitMs, around)
  return {
    operations(cell, from = 0, count = 500) {
      const operations: CellOperation[] = []
      let total = 0
      const error = run(cell, (name, args, make) => {
        const number = total++
        if (number < from || number >= from + count) return make()
        const made = attempt(make)
        operations.push(operationOf(number, tellCall(name, args), name, made, lesson))
        return made.give()
      })
      return { total, operations, error }
    },

    record(cell, number) {
      let stepped: SteppedOperation | null = null
      let seen = 0
      run(cell, (name, args, make, kernel) => {
        if (seen++ !== number) return make()
        const call = tellCall(name, args)
        const [made, recording] = recorded(kernel, make)
        stepped = { ...recording, operation: operationOf(number, call, name, made, lesson) }
        throw new Enough()
      })
      return stepped
    },
  }
}

/** Runs what stands above the cell, then the cell with its calls watched. Returns what stopped it, if anything did. */
function runCell(
  { program }: Lesson,
  cell: number,
  limitMs: number,
  around: AroundCall,
): CellError | null {
  let isInCell = false
  const scope = scopeWith(
    watchedBoot((name, args, make, on) => (isInCell ? around(name, args, make, on) : make())),
  )
  const running = new Program(program, scope, limitMs)
  const at = program.steps.findIndex(({ kind, index }) => kind === 'cell' && index === cell)
  const above = program.steps[at - 1]
  if (above) {
    const { error } = running.result(above.kind, above.index)
    if (error) return error
  }
  isInCell = true
  return running.result('cell', cell).error
}

/** What a call gave or threw, to be looked at before the lesson gets it. */
interface Made {
  readonly value: unknown
  readonly thrown: unknown
  give(): unknown
}

function attempt(make: () => unknown): Made {
  try {
    const value = make()
    return { value, thrown: null, give: () => value }
  } catch (thrown) {
    return {
      value: undefined,
      thrown,
      give: () => {
        throw thrown
      },
    }
  }
}

function recorded(kernel: Kernel, make: () => unknown): [Made, Recording] {
  const finish = startRecording(kernel)
  const made = attempt(make)
  return [made, finish()]
}

function operationOf(
  number: number,
  call: string,
  name: Parameters<AroundCall>[0],
  { value, thrown }: Made,
  { program }: Lesson,
): CellOperation {
  const line = lessonLine(new Error('here'), program)
  if (thrown === null) {
    return { number, call, result: tellResult(name, value), thrown: null, line }
  }
  const message = thrown instanceof Error ? thrown.message : format(thrown)
  return { number, call, result: null, thrown: message, line }
}
