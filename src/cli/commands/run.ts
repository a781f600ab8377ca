/** `run`: runs the cells of a lesson and shows what each one prints and draws. */
import type { CellBlock } from '#text/blocks.ts'
import { renderCode, renderOutput } from '#text/code.ts'
import { type StyledLine, line, styled } from '#text/lines.ts'
import { wrap } from '#text/wrap.ts'
import type { Lesson } from '#course/model.ts'
import { type Notebook, openNotebook } from '#course/notebook/index.ts'
import { findLesson } from '../find.ts'
import { printJson, printLines } from '../output.ts'
import { CourseError, exitCode } from '../problem.ts'
import type { Session } from '../session.ts'
import { figureLines } from '../show/page.ts'

interface Step {
  readonly cell: CellBlock
  /** Positions of the figures that stand between this cell and the next. */
  readonly figures: readonly number[]
}

export function run(
  session: Session,
  typed: string,
  { cell, json }: { cell?: string; json: boolean },
): void {
  const { content, words } = session
  const entry = findLesson(content.catalogue, typed, words)
  const lesson = content.lesson(entry.id)
  const steps = stepsOf(lesson)
  const chosen = cell === undefined ? steps : [chooseCell(session, steps, entry.id, cell)]
  session.tellNotices()
  const notebook = openNotebook(lesson)
  const results = chosen.map((step) => ({ step, result: notebook.runCell(step.cell.index) }))
  if (json) {
    printJson(
      results.map(({ step, result }) => ({
        cell: step.cell.index + 1,
        line: step.cell.line,
        ...result,
      })),
    )
  } else {
    for (const { step } of results) printLines(drawStep(session, notebook, step), session.terminal)
  }
  process.exitCode = results.some(({ result }) => result.error) ? exitCode.fail : exitCode.pass
}

function stepsOf(lesson: Lesson): Step[] {
  const steps: { cell: CellBlock; figures: number[] }[] = []
  for (const block of lesson.sections.flatMap(({ blocks }) => blocks)) {
    if (block.kind === 'cell') steps.push({ cell: block, figures: [] })
    if (block.kind === 'figure') steps.at(-1)?.figures.push(block.index)
  }
  return steps
}

/** Cells are counted from 1, as a person counts them. */
function chooseCell(
  { words }: Session,
  steps: readonly Step[],
  lesson: string,
  typed: string,
): Step {
  const step = /^\d+$/.test(typed) ? steps[Number(typed) - 1] : undefined
  if (step) return step
  throw new CourseError(words.unknownCell(typed, lesson, steps.length))
}

function drawStep(session: Session, notebook: Notebook, { cell, figures }: Step): StyledLine[] {
  const { words, terminal } = session
  const options = { width: terminal.columns, unicode: terminal.unicode, words }
  const { output, error } = notebook.runCell(cell.index)
  const pictures = error
    ? []
    : figures.flatMap((index) => [[], ...figureLines(notebook, index, options)])
  const failure = error ? [line(words.cellFailed(error.line, error.message), 'bad')] : []
  return [
    line(words.cellNumber(cell.index + 1, cell.line), 'muted'),
    ...renderCode(cell.code, 'ts', options),
    [],
    ...(output === '' ? [] : renderOutput(output, options)),
    ...failure.flatMap((text) => wrap(text.length > 0 ? text : [styled('')], options.width)),
    ...pictures,
    [],
  ]
}
