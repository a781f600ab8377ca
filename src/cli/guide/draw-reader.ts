/** The page of a section: its visible parts, with what the machine gave and what the reader answered. */
import type { PredictionBlock, Run, Runs } from '#text/blocks.ts'
import { renderCode, renderOutput } from '#text/code.ts'
import { drawFigure } from '#text/figures/draw.ts'
import { indent, line, styled, type StyledLine, type StyledRun } from '#text/lines.ts'
import { render, type RenderOptions, styledRuns } from '#text/render.ts'
import { wrap } from '#text/wrap.ts'
import { exerciseProgress, lessonProgress } from '#course/progress/index.ts'
import { marks } from '../show/marks.ts'
import { drawingOptions } from '../show/drawing.ts'
import { drawAnswer, drawAsk } from '../show/answers.ts'
import type { Words } from '../words.ts'
import { joined } from '../show/groups.ts'
import { drawVersion } from './draw-version.ts'
import { currentGate, type Part, readerParts, visibleParts } from './parts.ts'
import { type Guide, isBroken, type Reader, startArrangement } from './state.ts'

interface Drawing {
  readonly guide: Guide
  readonly reader: Reader
  readonly options: RenderOptions
}

export function drawReaderPage(guide: Guide, reader: Reader, width: number): StyledLine[] {
  const section = reader.lesson.sections[reader.section]
  if (!section) return drawLessonEnd({ guide, reader, options: drawingOptions(guide, width) })
  return joined([
    drawTitle(guide, section.title, width),
    ...drawParts(guide, reader, width).map(({ lines }) => lines),
  ])
}

function drawTitle(guide: Guide, title: string, width: number): StyledLine[] {
  const runs = [{ text: title, style: 'plain' as const }]
  return render([{ kind: 'heading', level: 2, runs }], drawingOptions(guide, width))
}

interface DrawnPart {
  readonly part: Part
  readonly lines: readonly StyledLine[]
}

/** The parts on the page, each with its lines. */
function drawParts(guide: Guide, reader: Reader, width: number): DrawnPart[] {
  const drawing = { guide, reader, options: drawingOptions(guide, width) }
  const parts = readerParts(reader)
  const gate = currentGate(parts, reader.passed)
  return visibleParts(parts, reader.passed).map((part) => ({
    part,
    lines: drawPart(drawing, part, gate),
  }))
}

/** The cells of the section that have run, with the line of the page at which the output of each begins. */
export function placedCells(
  guide: Guide,
  reader: Reader,
  width: number,
): { readonly cell: number; readonly line: number }[] {
  const title = reader.lesson.sections[reader.section]?.title ?? ''
  const groups = [drawTitle(guide, title, width)]
  return drawParts(guide, reader, width).flatMap(({ part, lines }) => {
    const line = joined(groups).length
    groups.push([...lines])
    return part.kind === 'output' ? [{ cell: part.cell.index, line }] : []
  })
}

/** The line of the page at which its last part begins. */
export function lastPartLine(guide: Guide, reader: Reader, width: number): number {
  const title = reader.lesson.sections[reader.section]?.title ?? ''
  const above = drawParts(guide, reader, width).slice(0, -1)
  // One more for the empty line between them.
  return joined([drawTitle(guide, title, width), ...above.map(({ lines }) => lines)]).length + 1
}

function drawPart(drawing: Drawing, part: Part, gate: Part | null): StyledLine[] {
  const { options } = drawing
  switch (part.kind) {
    case 'text':
      return render(part.blocks, options)
    case 'cell':
      return renderCode(part.cell.code, 'ts', options)
    case 'output':
      return joined([
        drawOutput(drawing, part.cell.index),
        drawVersion(drawing.guide, drawing.reader, part.cell.index, options),
      ])
    case 'figure':
      return drawFigurePart(drawing, part)
    case 'question':
      return part === gate
        ? drawOpenQuestion(drawing, part.prediction)
        : drawAnswered(drawing, part.prediction)
    case 'exercise':
      return drawExercise(drawing, part)
  }
}

function drawOutput({ guide, reader, options }: Drawing, cell: number): StyledLine[] {
  const { words } = guide
  const result = reader.outputs[cell]
  if (!result) return [line(words.running, 'muted')]
  const { output, error } = result
  const printed = output === '' ? [] : renderOutput(output, options)
  if (error) {
    const sentence = styled(words.cellFailed(error.line, error.message), 'bad')
    return [...printed, ...wrap([sentence], options.width)]
  }
  return printed.length > 0 ? printed : [line(words.printedNothing, 'muted')]
}

function drawFigurePart(
  { guide, reader, options }: Drawing,
  { figure }: Extract<Part, { kind: 'figure' }>,
): StyledLine[] {
  const made = reader.figures[figure.index]
  if (!made) return [line(guide.words.running, 'muted')]
  if (isBroken(made))
    return wrap([styled(guide.words.cellBroken(made.broken), 'bad')], options.width)
  return render([figure], { ...options, figure: () => drawFigure(made, options) })
}

function drawExercise(
  { guide, options }: Drawing,
  { name, block }: Extract<Part, { kind: 'exercise' }>,
): StyledLine[] {
  const passed = exerciseProgress(guide.progress, name).passed !== null
  const state = passed
    ? [line(`  ${marks(guide.unicode).passed} ${guide.words.passes(name)}`, 'good')]
    : []
  return [...render([block], options), ...state]
}

function drawOpenQuestion(
  { guide, reader, options }: Drawing,
  block: PredictionBlock,
): StyledLine[] {
  const { words, unicode } = guide
  const { pointer, cursor } = marks(unicode)
  const complaint = reader.complaint === null ? [] : [line(reader.complaint, 'bad')]
  if (block.form === 'number') {
    const typed = `${reader.input}${cursor}`
    return [
      ...drawAsk(block, options),
      [styled(`${pointer} `, 'accent'), styled(typed, 'strong')],
      ...(reader.input === '' ? complaint : [line(words.enterAnswers, 'muted')]),
    ]
  }
  const rows = block.form === 'order' ? orderRows(reader, block) : choiceRows(reader, block)
  const choices = rows.flatMap(({ index, selected, held }) => {
    const sign = selected ? pointer : ' '
    const mark = styled(`${sign} ${index + 1}. `, selected ? 'accent' : 'muted')
    const label = [...(block.choices[index]?.label ?? []), ...(held ? [heldMark(words)] : [])]
    return choiceLines(label, mark, selected, options)
  })
  return [...drawAsk(block, options), ...choices, ...complaint]
}

interface ChoiceRow {
  /** Position in the question's list; its number is one more, wherever it stands. */
  readonly index: number
  readonly selected: boolean
  readonly held: boolean
}

function choiceRows({ choice }: Reader, { choices }: PredictionBlock): ChoiceRow[] {
  return choices.map((_, index) => ({ index, selected: index === choice, held: false }))
}

function orderRows({ arrangement }: Reader, block: PredictionBlock): ChoiceRow[] {
  const { order, place, held } = arrangement ?? startArrangement(block)
  return order.map((index, at) => {
    const selected = arrangement !== null && at === place
    return { index, selected, held: selected && held }
  })
}

function heldMark({ held }: Words): Run {
  return { text: ` ${held}`, style: 'emphasis' }
}

function choiceLines(
  label: Runs,
  mark: StyledRun,
  isSelected: boolean,
  options: RenderOptions,
): StyledLine[] {
  const text = styledRuns(label, options, isSelected ? 'strong' : 'plain')
  const lines = wrap(text, options.width - mark.text.length)
  return indent(lines, mark, styled(' '.repeat(mark.text.length)))
}

function drawAnswered(drawing: Drawing, block: PredictionBlock): StyledLine[] {
  const { guide, reader, options } = drawing
  const given = reader.answers[block.index]
  const ask = drawAsk(block, options)
  if (!given) return [...ask, line(guide.words.running, 'muted')]
  if (isBroken(given)) {
    return [...ask, ...wrap([styled(guide.words.cellBroken(given.broken), 'bad')], options.width)]
  }
  return [...ask, ...drawAnswer(block, given, guide.words, options)]
}

function drawLessonEnd({ guide, reader, options }: Drawing): StyledLine[] {
  const { words, progress, catalogue } = guide
  const { lesson } = reader
  const { predictions } = lessonProgress(progress, lesson.id)
  const answers = Object.values(predictions)
  const at = catalogue.lessons.findIndex(({ id }) => id === lesson.id)
  const open = (catalogue.lessons[at]?.exercises ?? []).filter(
    ({ name }) => exerciseProgress(progress, name).passed === null,
  )
  const following = catalogue.lessons[at + 1]
  const right = answers.filter((answer) => answer.right).length
  const prose = (text: string) => wrap([styled(text)], options.width)
  return joined([
    wrap([styled(words.lessonDone(lesson.title), 'heading')], options.width),
    prose(words.lessonDoneNumbers(lesson.sections.length, right, answers.length)),
    lesson.exercises.length === 0
      ? []
      : open.length === 0
        ? prose(words.exercisesDone)
        : [
            ...prose(words.exercisesOpen),
            ...open.map(({ name, title }) => line(`  ${name}  ${title}`)),
          ],
    prose(following ? words.nextLesson(following.id, following.title) : words.courseRead),
    lesson.sections.map(({ title }) => line(`${marks(guide.unicode).dot} ${title}`, 'muted')),
  ])
}
