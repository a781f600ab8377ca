/** Questions and what came of them, as lines. */
import type { PredictionBlock } from '#text/blocks.ts'
import { indent, line, styled, type StyledLine } from '#text/lines.ts'
import { type RenderOptions, styledRuns } from '#text/render.ts'
import { wrap } from '#text/wrap.ts'
import { firstWrongPlace, readOrder, sentenceForOrder } from '#course/order.ts'
import type { Words } from '../words.ts'
import { marks } from './marks.ts'

/** What the learner said and what the machine says. */
export interface Answered {
  /** `null`: shown without an answer of the learner. */
  readonly typed: string | null
  readonly answer: string
  readonly right: boolean
}

/** Whether two answers are the same; numbers may be written differently. */
export function isSameAnswer(prediction: PredictionBlock, typed: string, answer: string): boolean {
  if (prediction.form === 'number') return Number(typed) === Number(answer)
  return typed === answer
}

/** An answer in the words of its choice, where there are choices. */
export function answerLabel(block: PredictionBlock, answer: string): string {
  if (block.form === 'order') {
    const one = readOrder(answer).map((value) => labelOf(block, value))
    return one.map((label, index) => `${index + 1}. ${label}`).join('; ')
  }
  return labelOf(block, answer)
}

function labelOf(block: PredictionBlock, answer: string): string {
  const choice = block.choices.find(({ value }) => value === answer)
  return choice ? choice.label.map(({ text }) => text).join('') : answer
}

export function drawAsk(block: PredictionBlock, options: RenderOptions): StyledLine[] {
  const ask = styledRuns(block.ask, options, 'strong')
  return wrap([styled('? ', 'accent'), ...ask], options.width)
}

/** What a wrong answer is told by the author; `null`: nothing. */
function sentenceFor(
  block: PredictionBlock,
  typed: string,
  answer: string,
): PredictionBlock['otherwise'] {
  if (block.form === 'order') return sentenceForOrder(block, typed, answer)
  return block.wrong[typed] ?? block.otherwise
}

/** Right or wrong, the sentence for this wrong answer, what the machine says, and why. */
export function drawAnswer(
  block: PredictionBlock,
  { typed, answer, right }: Answered,
  words: Words,
  options: RenderOptions,
): StyledLine[] {
  if (block.form === 'order') return drawOrdered(block, { typed, answer, right }, words, options)
  const { passed, failed } = marks(options.unicode)
  const { width } = options
  const own = typed === null ? '' : words.youAnswered(answerLabel(block, typed))
  const said = words.theMachineSays(answerLabel(block, answer))
  const reason = block.because === null ? [] : wrap(styledRuns(block.because, options), width)
  if (right)
    return [...wrap([styled(`${passed} ${own}. ${words.right}`, 'good')], width), ...reason]
  const wrong = typed === null ? null : sentenceFor(block, typed, answer)
  return [
    ...(own === '' ? [] : wrap([styled(`${failed} ${own}`, 'bad')], width)),
    ...(wrong === null ? [] : wrap(styledRuns(wrong, options), width)),
    ...wrap([styled(said, 'strong')], width),
    ...reason,
  ]
}

/** An order is shown line by line: the learner's with what is right in it, then the machine's. */
function drawOrdered(
  block: PredictionBlock,
  { typed, answer, right }: Answered,
  words: Words,
  options: RenderOptions,
): StyledLine[] {
  const { passed, failed } = marks(options.unicode)
  const { width } = options
  const reason = block.because === null ? [] : wrap(styledRuns(block.because, options), width)
  const machines = orderLines(block, answer, options, () => '')
  if (right) return [line(`${passed} ${words.right}`, 'good'), ...machines, ...reason]
  if (typed === null) return [line(`${words.theMachinesOrder}:`, 'strong'), ...machines, ...reason]
  const wrongPlace = firstWrongPlace(typed, answer) ?? 0
  const mark = (place: number) =>
    place < wrongPlace ? passed : place === wrongPlace ? failed : ' '
  const sentence = sentenceFor(block, typed, answer)
  return [
    line(`${words.yourOrder}:`, 'strong'),
    ...orderLines(block, typed, options, mark),
    ...wrap([styled(words.rightUpTo(wrongPlace), 'bad')], width),
    ...(sentence === null ? [] : wrap(styledRuns(sentence, options), width)),
    line(`${words.theMachinesOrder}:`, 'strong'),
    ...machines,
    ...reason,
  ]
}

function orderLines(
  block: PredictionBlock,
  order: string,
  options: RenderOptions,
  mark: (place: number) => string,
): StyledLine[] {
  return readOrder(order).flatMap((value, place) => {
    const sign = mark(place)
    const start = `${sign === '' ? '' : `${sign} `}${place + 1}. `
    const label = block.choices.find((choice) => choice.value === value)?.label
    const text = label ? styledRuns(label, options) : [styled(value)]
    const lines = wrap(text, options.width - start.length)
    return indent(lines, styled(start, 'muted'), styled(' '.repeat(start.length)))
  })
}
