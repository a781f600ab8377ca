/** A lesson as a notebook: its cells, answers and figures, run in order and only as far as they are asked for. */
import type { FigureView } from '#view/figure.ts'
import type { Lesson } from '../model.ts'
import { isFigure, noFigure } from './figure.ts'
import { type CellResult, NotebookError, Program } from './run.ts'
import { makeScope } from './scope.ts'

export { type CellResult, NotebookError } from './run.ts'

export interface Notebook {
  /** Runs a cell, and first everything above it that has not run. Asked again, it gives the same result. */
  runCell(index: number): CellResult
  /** What the expression of a prediction gives, as text; a NotebookError if it or a cell above it fails. */
  answer(index: number): string
  /** The picture of a figure; a NotebookError if it or a cell above it fails. */
  figure(index: number): FigureView
  /** Forgets all results: the next request runs the lesson from its beginning, on new machines. */
  restart(): void
}

/** Nothing runs yet. A cell that takes longer than `limitMs` is stopped. */
export function openNotebook(lesson: Lesson, { limitMs = 10_000 } = {}): Notebook {
  const program = new Program(lesson.program, makeScope, limitMs)
  const value = (kind: 'prediction' | 'figure', index: number): unknown => {
    const result = program.result(kind, index)
    if (result.error) throw new NotebookError(result.error)
    return result.value
  }
  return {
    runCell(index) {
      const { output, error } = program.result('cell', index)
      return { output, error }
    },
    answer: (index) => String(value('prediction', index)),
    figure(index) {
      const view = value('figure', index)
      if (isFigure(view)) return view
      const line = lesson.program.steps.find(
        (step) => step.kind === 'figure' && step.index === index,
      )
      throw new NotebookError({ message: noFigure, line: line?.line ?? 1 })
    },
    restart: () => program.restart(),
  }
}
