/** Calls to the machine step by step, as lines: for the stepper, for pipes and for the simulator's prompt. */
import type { CellOperation, OperationList } from '#course/notebook/steps.ts'
import { drawFigure } from '#text/figures/draw.ts'
import type { FigureOptions } from '#text/figures/box.ts'
import { glyphs, toAscii } from '#text/glyphs.ts'
import { indent, type StyledLine, styled } from '#text/lines.ts'
import { wrap } from '#text/wrap.ts'
import type { RecordedStep, Recording } from '#view/steps.ts'
import type { Words } from '../words.ts'

/** What a step did and why, indented as deep as its function is called. */
export function drawStepText(step: RecordedStep, { width, unicode }: FigureOptions): StyledLine[] {
  const depth = Math.min(2 * step.depth, Math.floor(width / 4))
  const shown = (text: string) => (unicode ? text : toAscii(text))
  const style = step.name === 'enter' ? 'strong' : 'plain'
  const head = wrap([styled(shown(step.text), style)], width - depth)
  const why =
    step.reason === null ? [] : wrap([styled(shown(step.reason), 'muted')], width - depth - 2)
  return indent([...head, ...indent(why, styled('  '))], styled(' '.repeat(depth)))
}

/** The step, and what it worked on as it is after it. */
export function drawStep(step: RecordedStep, options: FigureOptions): StyledLine[] {
  const told = drawStepText(step, options)
  return step.state ? [...told, [], ...drawFigure(step.state, options)] : told
}

/** All steps, without pictures. */
export function drawSteps(
  { steps, total }: Recording,
  options: FigureOptions,
  words: Words,
): StyledLine[] {
  const more = steps.length < total ? words.firstSteps(steps.length, total) : ''
  return [
    ...steps.flatMap((step) => drawStepText(step, options)),
    ...(more === '' ? [] : wrap([styled(more, 'muted')], options.width)),
  ]
}

/** `kmalloc(100, GFP_KERNEL) → 0xc121ca00` */
export function operationText({ call, result, thrown }: CellOperation, unicode: boolean): string {
  const { arrow } = glyphs(unicode)
  const outcome = thrown ?? result
  return outcome === null ? call : `${call} ${arrow} ${outcome}`
}

/** The calls of a cell, numbered from 1. */
export function drawOperations(
  { operations, total }: OperationList,
  { width, unicode }: FigureOptions,
  words: Words,
): StyledLine[] {
  const digits = String(total).length
  const lines = operations.flatMap((operation) => {
    const number = `${String(operation.number + 1).padStart(digits)}  `
    const text = wrap([styled(operationText(operation, unicode))], width - number.length)
    return indent(text, styled(number, 'muted'), styled(' '.repeat(number.length)))
  })
  const rest = total - operations.length
  const more = rest > 0 ? wrap([styled(words.moreOperations(rest), 'muted')], width) : []
  return [...lines, ...more]
}
