/** The page of the stepper: the calls of a cell, or the story so far above the state of the machine. */
import { drawFigure } from '#text/figures/draw.ts'
import { indent, line, styled, type StyledLine } from '#text/lines.ts'
import { wrap } from '#text/wrap.ts'
import type { SteppedOperation } from '#course/notebook/steps.ts'
import { marks } from '../show/marks.ts'
import { drawStepText, operationText } from '../show/steps.ts'
import type { Guide, Stepper } from './state.ts'

export function drawStepperPage(
  guide: Guide,
  stepper: Stepper,
  width: number,
  rows: number,
): StyledLine[] {
  return stepper.stepped
    ? drawSteps(guide, stepper.stepped, stepper.at, { width, rows })
    : drawList(guide, stepper, { width, rows })
}

/** What the header says: the call, and which step of it. */
export function stepperHeader(guide: Guide, stepper: Stepper): [string, string] {
  const { words, unicode } = guide
  const { stepped, at, cell, total } = stepper
  if (!stepped) return [words.operationsOf(cell + 1, total), '']
  const place = words.stepOf(at + 1, stepped.steps.length)
  return [operationText(stepped.operation, unicode), place]
}

interface Room {
  readonly width: number
  readonly rows: number
}

/** A window of the list with the selected call in it: however long the list is, only this is drawn. */
function drawList(guide: Guide, stepper: Stepper, { width, rows }: Room): StyledLine[] {
  const { unicode, words } = guide
  const { pointer } = marks(unicode)
  const { first, operations, selected, total, cell } = stepper
  const heading = wrap([styled(words.operationsOf(cell + 1, total), 'heading')], width)
  const room = Math.max(1, rows - heading.length - 1)
  const from = Math.max(first, Math.min(selected - Math.floor(room / 2), total - room))
  const digits = String(total).length
  const lines = operations.slice(from - first, from - first + room).map((operation) => {
    const isSelected = operation.number === selected
    return [
      styled(isSelected ? `${pointer} ` : '  ', 'accent'),
      styled(`${String(operation.number + 1).padStart(digits)}  `, 'muted'),
      styled(operationText(operation, unicode), isSelected ? 'strong' : 'plain'),
    ]
  })
  return [...heading, [], ...lines]
}

/** As much of the story as there is room for above the picture, the step itself at its end. */
function drawSteps(
  { unicode, words }: Guide,
  { steps, total }: SteppedOperation,
  at: number,
  { width, rows }: Room,
): StyledLine[] {
  const { pointer } = marks(unicode)
  const options = { width: width - 2, unicode }
  const step = steps[at]
  if (!step) return []
  const picture = step.state ? drawFigure(step.state, { width, unicode }) : []
  const inside = wrap([styled(words.stepIn(step.function, step.file), 'muted')], width)
  const isLast = at === steps.length - 1 && total > steps.length
  const cut = isLast ? wrap([styled(words.firstSteps(steps.length, total))], width) : []
  const now = indent(drawStepText(step, options), styled(`${pointer} `, 'accent'), styled('  '))
  const room = rows - now.length - inside.length - cut.length - picture.length - 1
  // Only the last of the earlier steps can be seen.
  const before = steps.slice(Math.max(0, at - rows), at)
  const story = before.flatMap((each) => indent(drawStepText(each, options), styled('  ')))
  const earlier = story.slice(story.length - Math.min(story.length, Math.max(2, room)))
  const below: StyledLine[] = picture.length > 0 ? [line(''), ...picture] : []
  return [...earlier.map(muted), ...now, ...cut, ...inside, ...below]
}

function muted(text: StyledLine): StyledLine {
  return text.map((run) => styled(run.text, 'muted'))
}
