/** The stepper: the calls of a cell, and one of them forwards and backwards, a step of the kernel at a time. */
import type { OperationList, SteppedOperation } from '#course/notebook/steps.ts'
import { type Key, stay, type Step } from './events.ts'
import { bodyRows } from './layout.ts'
import { scrollKey } from './scroll.ts'
import type { Guide, Reader, Stepper } from './state.ts'

/** Calls that are asked for at a time. */
const listed = 200

/** The calls of a cell are there. Without any there is nothing to show, with one there is nothing to choose. */
export function showOperations(
  guide: Guide,
  from: Reader | Stepper,
  { cell, first, list }: { cell: number; first: number; list: OperationList },
): Step {
  const reader = from.kind === 'stepper' ? from.reader : from
  if (list.total === 0) return stay({ ...guide, screen: reader, notice: guide.words.noOperations })
  const selected = from.kind === 'stepper' ? from.selected : 0
  const { total, operations } = list
  const screen: Stepper = {
    kind: 'stepper',
    reader,
    cell,
    total,
    first,
    operations,
    selected: Math.min(selected, total - 1),
    stepped: null,
    at: 0,
    scroll: 0,
  }
  const effect = { kind: 'record-operation', cell, operation: 0 } as const
  return total === 1 ? stay({ ...guide, screen }, effect) : stay({ ...guide, screen })
}

/** A call was recorded; it begins with its first step. */
export function showSteps(guide: Guide, stepper: Stepper, stepped: SteppedOperation | null): Step {
  if (stepped === null || stepped.steps.length === 0) {
    return stay({ ...guide, notice: guide.words.noOperations })
  }
  return stay({ ...guide, screen: { ...stepper, stepped, at: 0, scroll: 0 } })
}

export function stepStepper(guide: Guide, stepper: Stepper, key: Key): Step {
  if (key.text === 'q') return stay({ ...guide, screen: stepper.reader })
  return stepper.stepped
    ? stepKey(guide, stepper, stepper.stepped, key)
    : operationKey(guide, stepper, key)
}

function operationKey(guide: Guide, stepper: Stepper, key: Key): Step {
  const { selected, total, cell, reader } = stepper
  const page = Math.max(1, bodyRows(guide) - 4)
  switch (key.name) {
    case 'up':
      return select(guide, stepper, selected - 1)
    case 'down':
    case 'tab':
      return select(guide, stepper, selected + 1)
    case 'pageup':
      return select(guide, stepper, selected - page)
    case 'pagedown':
    case 'space':
      return select(guide, stepper, selected + page)
    case 'home':
      return select(guide, stepper, 0)
    case 'end':
      return select(guide, stepper, total - 1)
    case 'return':
    case 'right':
      return stay(guide, { kind: 'record-operation', cell, operation: selected })
    case 'escape':
    case 'left':
    case 'backspace':
      return stay({ ...guide, screen: reader })
    default:
      return stay(guide)
  }
}

/** Calls that are not in the part of the list that is here are asked for. */
function select(guide: Guide, stepper: Stepper, wanted: number): Step {
  const selected = Math.min(Math.max(wanted, 0), stepper.total - 1)
  const screen: Stepper = { ...stepper, selected }
  const { first, operations, cell } = stepper
  if (selected >= first && selected < first + operations.length) return stay({ ...guide, screen })
  const from = Math.max(0, selected - Math.floor(listed / 2))
  return stay({ ...guide, screen }, listOperations(cell, from))
}

export function listOperations(cell: number, first = 0) {
  return { kind: 'list-operations', cell, first, count: listed } as const
}

function stepKey(guide: Guide, stepper: Stepper, stepped: SteppedOperation, key: Key): Step {
  const last = stepped.steps.length - 1
  const to = (at: number): Step =>
    stay({ ...guide, screen: { ...stepper, at: Math.min(Math.max(at, 0), last), scroll: 0 } })
  switch (key.text === 'b' || key.text === 'n' ? key.text : key.name) {
    case 'right':
    case 'return':
    case 'space':
    case 'n':
      return to(stepper.at + 1)
    case 'left':
    case 'backspace':
    case 'b':
      return to(stepper.at - 1)
    case 'home':
      return to(0)
    case 'end':
      return to(last)
    case 'escape':
      return leaveSteps(guide, stepper)
    default:
      return scrollKey(guide, stepper, key) ?? stay(guide)
  }
}

/** Back to the list; where it has one call only, to the lesson. */
function leaveSteps(guide: Guide, stepper: Stepper): Step {
  const screen = stepper.total > 1 ? { ...stepper, stepped: null, scroll: 0 } : stepper.reader
  return stay({ ...guide, screen })
}
