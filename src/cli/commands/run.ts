/** `run`: runs the cells of a lesson and shows what each one prints and draws. */
import type { CellBlock } from '#text/blocks.ts'
import { renderCode, renderOutput } from '#text/code.ts'
import { type StyledLine, line, styled } from '#text/lines.ts'
import { wrap } from '#text/wrap.ts'
import type { Lesson } from '#course/model.ts'
import { type Notebook, openNotebook } from '#course/notebook/index.ts'
import { versionFile } from '#course/notebook/version-file.ts'
import { findLesson } from '../find.ts'
import { printJson, printLines } from '../output.ts'
import { CourseError, exitCode } from '../problem.ts'
import type { Session } from '../session.ts'
import { runtimeFolder } from '../root.ts'
import { drawingOptions } from '../show/drawing.ts'
import { drawEdited } from '../show/edited.ts'
import { joined } from '../show/groups.ts'
import { figureLines } from '../show/page.ts'

interface Step {
  readonly cell: CellBlock
  /** Positions of the figures that stand between this cell and the next. */
  readonly figures: readonly number[]
}

export interface RunOptions {
  readonly cell?: string
  readonly edited: boolean
  readonly json: boolean
}

export async function run(session: Session, typed: string, options: RunOptions): Promise<void> {
  const { content, words } = session
  const entry = findLesson(content.catalogue, typed, words)
  const lesson = content.lesson(entry.id)
  const steps = stepsOf(lesson)
  const chosen =
    options.cell === undefined ? null : chooseCell(session, steps, entry.id, options.cell)
  session.tellNotices()
  if (options.edited) {
    if (!chosen) throw new CourseError(words.editedNeedsCell, words.editedAdvice)
    await runVersion(session, lesson, chosen.cell.index, options.json)
  } else runCells(session, lesson, chosen ? [chosen] : steps, options.json)
}

function runCells(session: Session, lesson: Lesson, steps: readonly Step[], json: boolean): void {
  const notebook = openNotebook(lesson)
  const results = steps.map((step) => ({ step, result: notebook.runCell(step.cell.index) }))
  if (json) {
    printJson(
      results.map(({ step, result }) => ({
        cell: step.cell.index + 1,
        line: step.cell.line,
        ...result,
      })),
    )
  } else {
    // What stopped the lesson is told once; the cells below did not run at all.
    const failed = results.findIndex(({ result }) => result.error)
    const shown = failed < 0 ? results : results.slice(0, failed + 1)
    for (const { step } of shown) printLines(drawStep(session, notebook, step), session.terminal)
    const left = results.length - shown.length
    if (left > 0) printLines([line(session.words.notRun(left), 'muted')], session.terminal)
  }
  process.exitCode = results.some(({ result }) => result.error) ? exitCode.fail : exitCode.pass
}

/** The learner's version of a cell, in the cell's place; the first time, a copy of the cell is made for it. */
export async function runVersion(
  session: Session,
  lesson: Lesson,
  cell: number,
  json: boolean,
): Promise<void> {
  const { words, workspace, terminal, root } = session
  const own = versionFile(lesson, cell)
  if (!own) return
  const { file, created } = workspace.startOwn(own)
  const { runEdited } = await import('#course/notebook/edited.ts')
  const result = await runEdited({ lesson, cell, file }, runtimeFolder(root))
  const path = workspace.display(file)
  if (json) printJson([{ cell: cell + 1, file, ...result }])
  else {
    const options = { ...drawingOptions(terminal, terminal.columns), words }
    const head = created ? words.versionCreated(path) : words.yourVersion(path)
    const lines = joined([[line(head, 'muted')], ...drawEdited(result, lesson, options)])
    printLines(lines, terminal)
  }
  process.exitCode = result.error ? exitCode.fail : exitCode.pass
}

export function stepsOf(lesson: Lesson): Step[] {
  const steps: { cell: CellBlock; figures: number[] }[] = []
  for (const block of lesson.sections.flatMap(({ blocks }) => blocks)) {
    if (block.kind === 'cell') steps.push({ cell: block, figures: [] })
    if (block.kind === 'figure') steps.at(-1)?.figures.push(block.index)
  }
  return steps
}

/** Cells are counted from 1, as a person counts them. */
export function chooseCell(
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
