/** `run --steps`: the calls of a cell to the machine, or one of them step by step. */
import { line, type StyledLine, styled } from '#text/lines.ts'
import { wrap } from '#text/wrap.ts'
import type { Lesson } from '#course/model.ts'
import { openStepper, type SteppedOperation } from '#course/notebook/steps.ts'
import { findLesson } from '../find.ts'
import { printJson, printLines } from '../output.ts'
import { CourseError, exitCode } from '../problem.ts'
import type { Session } from '../session.ts'
import { drawOperations, drawStep, drawStepText, operationText } from '../show/steps.ts'
import { chooseCell, stepsOf } from './run.ts'

export interface StepsOptions {
  readonly cell: string | undefined
  /** The number of a call, from 1; `true` for all calls, without their steps. */
  readonly steps: string | true
  readonly json: boolean
}

export function runSteps(session: Session, typed: string, options: StepsOptions): void {
  const { content, words } = session
  const entry = findLesson(content.catalogue, typed, words)
  if (options.cell === undefined) throw new CourseError(words.stepsNeedCell, words.stepsAdvice)
  const lesson = content.lesson(entry.id)
  const { cell } = chooseCell(session, stepsOf(lesson), entry.id, options.cell)
  const ran = showSteps(session, lesson, cell.index, options)
  process.exitCode = ran ? exitCode.pass : exitCode.fail
}

/** A cell with a single call is told step by step in any case. Returns whether the cell runs to its end. */
export function showSteps(
  session: Session,
  lesson: Lesson,
  cell: number,
  { steps, json }: Pick<StepsOptions, 'steps' | 'json'>,
): boolean {
  const { words } = session
  const stepper = openStepper(lesson)
  const list = stepper.operations(cell)
  const number = steps === true ? (list.total === 1 ? '1' : null) : steps
  if (number === null) {
    if (json) printJson({ cell: cell + 1, ...list })
    else printList(session, cell, list)
    return list.error === null
  }
  const stepped = /^[1-9]\d*$/.test(number) ? stepper.record(cell, Number(number) - 1) : null
  if (!stepped) throw new CourseError(words.unknownOperation(number, list.total), words.stepsAdvice)
  if (json) printJson({ cell: cell + 1, ...stepped })
  else printLines(drawStepped(session, stepped), session.terminal)
  return list.error === null
}

function printList(
  { terminal, words }: Session,
  cell: number,
  list: Parameters<typeof drawOperations>[0],
): void {
  const options = { width: terminal.columns, unicode: terminal.unicode }
  const { error, total } = list
  const head = total === 0 ? words.noOperations : words.operationsOf(cell + 1, total)
  const failure = error ? words.cellFailed(error.line, error.message) : ''
  printLines(
    [
      ...wrap([styled(head, 'muted')], options.width),
      ...drawOperations(list, options, words),
      ...(failure === '' ? [] : wrap([styled(failure, 'bad')], options.width)),
    ],
    terminal,
  )
}

/** The call, then its steps; where a step changed something, what it worked on as it is after it. */
function drawStepped({ terminal, words }: Session, stepped: SteppedOperation): StyledLine[] {
  const options = { width: terminal.columns, unicode: terminal.unicode }
  const { steps, total, operation } = stepped
  const told = steps.flatMap((step, index) => {
    const place = line(words.stepOf(index + 1, total), 'muted')
    const isChange = step.state !== null && step.state.changes.length > 0
    return [place, ...(isChange ? drawStep(step, options) : drawStepText(step, options)), []]
  })
  const more = steps.length < total ? words.firstSteps(steps.length, total) : ''
  return [
    ...wrap([styled(operationText(operation, options.unicode), 'strong')], options.width),
    [],
    ...told,
    ...(more === '' ? [] : wrap([styled(more, 'muted')], options.width)),
  ]
}
