/** Questions and what came of them, as lines. */
import type { PredictionBlock } from '#text/blocks.ts'
import { styled, type StyledLine } from '#text/lines.ts'
import { type RenderOptions, styledRuns } from '#text/render.ts'
import { wrap } from '#text/wrap.ts'
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
  const choice = block.choices.find(({ value }) => value === answer)
  return choice ? choice.label.map(({ text }) => text).join('') : answer
}

export function drawAsk(block: PredictionBlock, options: RenderOptions): StyledLine[] {
  const ask = styledRuns(block.ask, options, 'strong')
  return wrap([styled('? ', 'accent'), ...ask], options.width)
}

/** Right or wrong, the sentence for this wrong answer, what the machine says, and why. */
export function drawAnswer(
  block: PredictionBlock,
  { typed, answer, right }: Answered,
  words: Words,
  options: RenderOptions,
): StyledLine[] {
  const { passed, failed } = marks(options.unicode)
  const { width } = options
  const own = typed === null ? '' : words.youAnswered(answerLabel(block, typed))
  const said = words.theMachineSays(answerLabel(block, answer))
  const reason = block.because === null ? [] : wrap(styledRuns(block.because, options), width)
  if (right)
    return [...wrap([styled(`${passed} ${own}. ${words.right}`, 'good')], width), ...reason]
  const wrong = typed === null ? null : (block.wrong[typed] ?? block.otherwise)
  return [
    ...(own === '' ? [] : wrap([styled(`${failed} ${own}`, 'bad')], width)),
    ...(wrong === null ? [] : wrap(styledRuns(wrong, options), width)),
    ...wrap([styled(said, 'strong')], width),
    ...reason,
  ]
}
