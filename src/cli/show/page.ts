/** A lesson as a printed text: every cell with its output, every figure, every question with its answer. */
import type { Block, PredictionBlock } from '#text/blocks.ts'
import { drawFigure } from '#text/figures/draw.ts'
import { type StyledLine, line } from '#text/lines.ts'
import { render, type RenderOptions } from '#text/render.ts'
import type { Lesson, Section } from '#course/model.ts'
import type { Notebook } from '#course/notebook/index.ts'
import type { Words } from '../words.ts'
import { answerLabel } from './answers.ts'

export interface PageOptions extends RenderOptions {
  readonly words: Words
}

/** Opens the notebook of a lesson, only when something has to be computed. */
export type OpenNotebook = () => Promise<Notebook>

export async function drawPrintedSection(
  { lesson, number }: { lesson: Lesson; number: number },
  openNotebook: OpenNotebook,
  options: PageOptions,
): Promise<StyledLine[]> {
  const section = lesson.sections[number]
  if (!section) return []
  const needed = section.blocks.some(({ kind }) => kind === 'prediction' || kind === 'figure')
  const notebook = needed ? await openNotebook() : null
  const blocks = section.blocks.flatMap((block) =>
    block.kind === 'prediction' && notebook
      ? [block, ...answerBlocks(block, notebook, options.words)]
      : [block],
  )
  const figure = (index: number) => (notebook ? figureLines(notebook, index, options) : null)
  return [...sectionHeading(section, options), [], ...render(blocks, { ...options, figure })]
}

export function sectionHeading(section: Section, options: PageOptions): StyledLine[] {
  return render(
    [{ kind: 'heading', level: 2, runs: [{ text: section.title, style: 'plain' }] }],
    options,
  )
}

/** What follows a question on paper: the answer and the reason. */
function answerBlocks(block: PredictionBlock, notebook: Notebook, words: Words): Block[] {
  const label = computedAnswer(block, notebook, words)
  const answer: Block = { kind: 'prose', runs: [{ text: label, style: 'strong' }] }
  return block.because === null ? [answer] : [answer, { kind: 'prose', runs: block.because }]
}

function computedAnswer(block: PredictionBlock, notebook: Notebook, words: Words): string {
  try {
    return words.theMachineSays(answerLabel(block, notebook.answer(block.index)))
  } catch (error) {
    return words.cellBroken(messageOf(error))
  }
}

/** A figure as lines; a figure that cannot be computed says so in its place. */
export function figureLines(
  notebook: Notebook,
  index: number,
  { width, unicode, words }: PageOptions,
): StyledLine[] {
  try {
    return drawFigure(notebook.figure(index), { width, unicode })
  } catch (error) {
    return [line(words.cellBroken(messageOf(error)), 'bad')]
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
