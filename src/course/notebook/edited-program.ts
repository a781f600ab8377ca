/**
 * A lesson's program with the learner's version in the place of a cell: everything above as the lesson has it, then the
 * learner's code, then the figures that follow. It becomes an ES module for a child process.
 */
import { compileFunction } from 'node:vm'
import type { NotebookProgram, ProgramStep } from '../model.ts'
import { programText } from './program-text.ts'

/** The name under which the module finds the scope of a cell. */
export const CELLS = 'kmalloc-course/cells'

/** Where a line of the module came from; null for none of the learner's nor of the lesson's. */
export interface Origin {
  readonly of: 'version' | 'lesson'
  readonly line: number
}

export interface EditedProgram {
  readonly code: string
  /** For each line of the module, from 0. */
  readonly origins: readonly (Origin | null)[]
  /** The figures that are drawn from it, by their positions in the lesson. */
  readonly figures: readonly number[]
}

/** The learner's cell without its types, and for each line of it the line of the learner's file. */
export interface Version {
  readonly code: string
  readonly lines: readonly number[]
}

export function editedProgram(
  program: NotebookProgram,
  cell: number,
  version: Version,
  names: readonly string[],
): EditedProgram {
  const { steps } = program
  const at = steps.findIndex((step) => step.kind === 'cell' && step.index === cell)
  if (at < 0) throw new RangeError(`The lesson has no cell ${cell}.`)
  const figures = figuresAfter(steps, at)
  const pieces = [
    ...(at === 0 ? [] : [lessonCode(program, 0, at - 1)]),
    { code: `${version.code}\nyield;`, origins: [...version.lines.map(ofVersion), null] },
    ...figures.map((step) => lessonCode(program, step, step)),
  ]
  const head = `import { scope, run } from '${CELLS}'; const { ${names.join(', ')} } = scope; run(function* () { 'use strict';`
  return {
    code: [head, ...pieces.map(({ code }) => code), `}, ${at});`].join('\n'),
    origins: [null, ...pieces.flatMap(({ origins }) => origins), null],
    figures: figures.flatMap((step) => steps[step]?.index ?? []),
  }
}

/** The first place where the pieces do not fit together, such as a name declared twice; null if they do. */
export function misfit({
  code,
  origins,
}: EditedProgram): { readonly message: string; readonly origin: Origin | null } | null {
  const inner = code.split('\n').slice(1, -1).join('\n')
  try {
    compileFunction(programText(inner), [], { filename: 'cell', lineOffset: -1 })
    return null
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const line = Number(error.stack?.match(/^cell:(\d+)/)?.[1] ?? 1)
    return { message: error.message, origin: origins[line] ?? null }
  }
}

function ofVersion(line: number): Origin {
  return { of: 'version', line }
}

/** Positions of the figures between this cell and the next. */
function figuresAfter(steps: readonly ProgramStep[], cell: number): number[] {
  const next = steps.findIndex(({ kind }, at) => at > cell && kind === 'cell')
  const until = next < 0 ? steps.length : next
  return [...steps.keys()].filter((at) => at > cell && at < until && steps[at]?.kind === 'figure')
}

/** The code of the steps from `first` to `last`, both included. */
function lessonCode({ code, lines, steps }: NotebookProgram, first: number, last: number) {
  const from = steps[first]?.from ?? 0
  const until = steps[last + 1]?.from ?? lines.length
  return {
    code: code.split('\n').slice(from, until).join('\n'),
    origins: lines
      .slice(from, until)
      .map((line): Origin | null => (line === 0 ? null : { of: 'lesson', line })),
  }
}
