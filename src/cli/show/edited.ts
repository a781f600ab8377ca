/** What came of a learner's version of a cell: its output, its error, and the figures that follow it. */
import type { FigureBlock } from '#text/blocks.ts'
import { renderOutput } from '#text/code.ts'
import { drawFigure } from '#text/figures/draw.ts'
import { line, styled, type StyledLine } from '#text/lines.ts'
import { render } from '#text/render.ts'
import { wrap } from '#text/wrap.ts'
import type { EditedResult } from '#course/notebook/edited.ts'
import type { Lesson } from '#course/model.ts'
import type { Words } from '../words.ts'
import type { PageOptions } from './page.ts'

/** Groups of lines, to be shown below one another. */
export function drawEdited(
  { output, cut, error, figures }: EditedResult,
  lesson: Lesson,
  options: PageOptions,
): StyledLine[][] {
  const { words, width } = options
  const printed = output === '' ? [] : renderOutput(output, options)
  const more = cut ? [line(words.printedCut, 'muted')] : []
  const failed = error ? wrap([styled(errorSentence(error, words), 'bad')], width) : []
  const nothing = !error && output === '' ? [line(words.printedNothing, 'muted')] : []
  const blocks = lesson.sections
    .flatMap((section) => section.blocks)
    .filter((block): block is FigureBlock => block.kind === 'figure')
  const drawn = Object.entries(figures).map(([index, figure]) => {
    if ('broken' in figure) return wrap([styled(words.cellBroken(figure.broken), 'bad')], width)
    const block = blocks.find((each) => each.index === Number(index))
    const picture = () => drawFigure(figure, options)
    return block ? render([block], { ...options, figure: picture }) : picture()
  })
  return [[...printed, ...more, ...nothing, ...failed], ...drawn]
}

function errorSentence(
  { message, origin }: NonNullable<EditedResult['error']>,
  words: Words,
): string {
  if (!origin) return message
  if (origin.of === 'version') return words.versionFailed(origin.line, message)
  return words.cellFailed(origin.line, message)
}
