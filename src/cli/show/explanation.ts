/** Why a verdict is no pass, as lines: pictures side by side, where the machines part ways, the idea behind it. */
import { beside, columnWidth } from '#text/beside.ts'
import { drawFigure, figureFits } from '#text/figures/draw.ts'
import { indent, line, styled, type StyledLine } from '#text/lines.ts'
import { render } from '#text/render.ts'
import { wrap } from '#text/wrap.ts'
import type { FigureView } from '#view/figure.ts'
import type { Changes } from '#course/grader/changes.ts'
import type {
  Divergence,
  Explanation,
  Misconception,
  Sides,
  ToldEvent,
} from '#course/grader/explanation.ts'
import { type Drawable, drawingOptions } from './drawing.ts'
import { joined } from './groups.ts'
import { drawPosition, safe, type TextOptions } from './learner-text.ts'
import { marks } from './marks.ts'

export interface ExplanationOptions extends TextOptions, Drawable {
  /** Never two things beside one another: a screen reader reads line by line. */
  readonly stacked?: boolean
}

/** One group of lines for each part there is. */
export function drawExplanation(
  { figures, divergence, misconception, advice }: Explanation,
  options: ExplanationOptions,
): StyledLine[][] {
  const { why } = options.words
  const told = advice.flatMap(({ message, position }) => [
    ...wrap([styled(safe(message, options))], options.width),
    ...drawPosition(position, options),
  ])
  return [
    figures ? [...heading(why.figures, options), ...drawFigures(figures, options)] : [],
    divergence ? drawDivergence(divergence, options) : [],
    misconception ? drawMisconception(misconception, options) : [],
    told.length > 0 ? [...heading(why.advice, options), ...told] : [],
  ]
}

function heading(text: string, { width }: ExplanationOptions): StyledLine[] {
  return wrap([styled(text, 'strong')], width)
}

function drawFigures({ yours, reference }: Sides<FigureView>, options: ExplanationOptions) {
  const { why } = options.words
  return twoSides(
    {
      yours: { title: why.yourCode, figures: [yours] },
      reference: { title: why.solution, figures: [reference] },
    },
    options,
  )
}

function drawMisconception({ name, blocks }: Misconception, options: ExplanationOptions) {
  const { why } = options.words
  return [
    ...heading(why.misconception, options),
    ...render(blocks, drawingOptions(options, options.width)),
    ...wrap([styled(why.known(name), 'muted')], options.width),
  ]
}

/** What stands on one side: a heading, sentences, and a picture. */
interface Side {
  readonly title: string
  readonly event?: ToldEvent | null
  readonly label?: string
  readonly figures: readonly FigureView[]
}

/** What each machine does first: that is the difference. How things stood before it and stand after it comes below. */
function drawDivergence(divergence: Divergence, options: ExplanationOptions): StyledLine[] {
  const { why } = options.words
  const { before, after, events } = divergence
  const sides = (side: (who: keyof Sides<unknown>, title: string) => Side): Sides<Side> => ({
    yours: side('yours', why.yourMachine),
    reference: side('reference', why.reference),
  })
  const parted = sides((who, title) => ({ title, event: events[who], figures: [] }))
  const earlier = sides((who, title) => ({ title, label: why.before, figures: before[who] }))
  const later = sides((who, title) => ({
    title,
    label: events[who] === null ? why.stays : why.after,
    figures: after[who],
  }))
  return joined([
    heading(why.divergence, options),
    twoSides(parted, options),
    isSame(before) ? shared(why.bothBefore, before.yours, options) : twoSides(earlier, options),
    isSame(after) ? shared(why.bothAfter, after.yours, options) : twoSides(later, options),
  ])
}

function isSame({ yours, reference }: Sides<readonly FigureView[]>): boolean {
  return JSON.stringify(yours) === JSON.stringify(reference)
}

function shared(
  label: string,
  figures: readonly FigureView[],
  options: ExplanationOptions,
): StyledLine[] {
  if (figures.length === 0) return []
  return [line(label, 'muted'), ...figures.flatMap((figure) => drawFigure(figure, options))]
}

function twoSides({ yours, reference }: Sides<Side>, options: ExplanationOptions): StyledLine[] {
  const column = options.stacked ? null : columnWidth(options.width)
  const narrow = { ...options, width: column ?? options.width }
  const figures = [...yours.figures, ...reference.figures]
  if (column === null || !figures.every((figure) => figureFits(figure, narrow))) {
    return joined([drawSide(yours, options), drawSide(reference, options)])
  }
  return beside(drawSide(yours, narrow), drawSide(reference, narrow), column, options)
}

function drawSide({ title, event, label, figures }: Side, options: ExplanationOptions) {
  const { width } = options
  const pictures = figures.flatMap((figure) => drawFigure(figure, options))
  return [
    line(title, 'accent'),
    ...(event === undefined ? [] : drawEvent(event, options)),
    ...(pictures.length > 0 && label !== undefined ? wrap([styled(label, 'muted')], width) : []),
    ...pictures,
  ]
}

function drawEvent(event: ToldEvent | null, options: ExplanationOptions): StyledLine[] {
  const { words, width } = options
  if (event === null) return wrap([styled(words.why.nothingMore)], width)
  const { text, reason } = event
  return [
    ...wrap([styled(words.why.place(event.function, event.file), 'muted')], width),
    ...wrap([styled(safe(text, options))], width),
    ...(reason === null ? [] : wrap([styled(safe(reason, options))], width)),
  ]
}

/** So many changed answers are told, the rest is counted. */
const toldAnswers = 2

/** What became of the verdict before. */
export function drawChanges(changes: Changes, options: ExplanationOptions): StyledLine[] {
  const { why } = options.words
  const { passed, failed, dot } = marks(options.unicode)
  const { passing, failing, answers } = changes
  const item = (mark: StyledLine, text: string) => {
    const [first = styled('')] = mark
    return indent(
      wrap([styled(safe(text, options))], options.width - 4),
      styled(`  ${first.text} `, first.style),
      styled('    '),
    )
  }
  const told = answers.flatMap(({ tried, values }) =>
    values === null || `${values.before}${values.now}`.includes('\n') ? [] : [{ tried, ...values }],
  )
  const shown = told.slice(0, toldAnswers)
  const rest = answers.length - shown.length
  const items = [
    ...passing.map((name) => item(line(passed, 'good'), why.nowPasses(name))),
    ...failing.map((name) => item(line(failed, 'bad'), why.nowFails(name))),
    ...shown.map(({ tried, before, now }) =>
      item(line(dot, 'muted'), why.otherAnswer(tried, before, now)),
    ),
    ...(rest > 0 ? [item(line(dot, 'muted'), why.moreAnswers(rest, shown.length))] : []),
  ]
  const lines = items.length > 0 ? items.flat() : item(line(dot, 'muted'), why.nothingChanged)
  return [line(why.sinceLastTry, 'muted'), ...lines]
}
