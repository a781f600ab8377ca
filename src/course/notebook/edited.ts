/** Runs a learner's version of a cell in the cell's place. The lesson's own notebook knows nothing of it. */
import { readFile } from 'node:fs/promises'
import { translate } from '../compile/typescript.ts'
import type { RawTrouble } from '../grader/protocol.ts'
import type { Lesson } from '../model.ts'
import { partsOf, runInChild, sentenceFor, wasCut } from '../play/child.ts'
import type { Shown } from '../play/show.ts'
import { systemReason } from '../workspace/system.ts'
import { type EditedProgram, editedProgram, misfit, type Origin } from './edited-program.ts'
import { valueFunction } from './program-text.ts'
import { makeScope } from './scope.ts'

export interface EditedCell {
  readonly lesson: Lesson
  /** Position of the cell in the lesson, from 0. */
  readonly cell: number
  /** The learner's file. */
  readonly file: string
}

export interface EditedResult {
  /** What the version printed, lines joined by newlines. */
  readonly output: string
  /** More was printed than that. */
  readonly cut: boolean
  /** Null when the version ran to its end. */
  readonly error: EditedError | null
  /** The figures that follow the cell in the lesson, by position; those that an error prevented are missing. */
  readonly figures: Readonly<Record<number, Shown>>
}

interface EditedError {
  readonly message: string
  /** `version`: a line of the learner's file; `lesson`: of the lesson's, in a cell above. Null: nowhere in particular. */
  readonly origin: Origin | null
}

/** `runtime`: where the build put the grader's. Never rejects for anything the version does. */
export async function runEdited(edited: EditedCell, runtime: string): Promise<EditedResult> {
  const text = await readFile(edited.file, 'utf8').catch((error: unknown) => ({
    unreadable: systemReason(error),
  }))
  if (typeof text !== 'string') return failed(`The file cannot be read: ${text.unreadable}.`, null)
  const imported = text.split('\n').findIndex((line) => /^\s*(?:import|export)\b/.test(line))
  if (imported >= 0) return failed(withoutImports, { of: 'version', line: imported + 1 })
  const translated = await translate(text)
  if ('problem' in translated) {
    const { message, line } = translated.problem
    return failed(`This does not parse: ${message}.`, { of: 'version', line })
  }
  const names = [...Object.keys(makeScope(() => {})), valueFunction]
  const program = editedProgram(edited.lesson.program, edited.cell, translated.ok, names)
  const unfit = misfit(program)
  if (unfit) return failed(`This does not fit the cells above: ${unfit.message}.`, unfit.origin)
  return resultOf(program, edited.file, runtime)
}

const withoutImports =
  'A cell imports and exports nothing: what the cells above have is here, and so is the kernel.'

function failed(message: string, origin: Origin | null): EditedResult {
  return { output: '', cut: false, error: { message, origin }, figures: {} }
}

async function resultOf(
  program: EditedProgram,
  file: string,
  runtime: string,
): Promise<EditedResult> {
  const run = await runInChild(runtime, { code: program.code, file })
  const parts = partsOf(run)
  const shown = parts.flatMap((part) => (part.kind === 'figure' ? [part.figure] : []))
  const text = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
  return {
    output: text.join('\n'),
    cut: wasCut(run),
    error: run.trouble && errorOf(run.trouble, program),
    figures: Object.fromEntries(
      program.figures.flatMap((index, at) => {
        const figure = shown[at]
        return figure ? [[index, figure] as const] : []
      }),
    ),
  }
}

function errorOf(trouble: RawTrouble, { origins }: EditedProgram): EditedError {
  const origin = trouble.place ? (origins[trouble.place.line - 1] ?? null) : null
  return { message: sentenceFor(trouble), origin }
}
