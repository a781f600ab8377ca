/** Answering a question in its place: typing a number, choosing, or putting in order. */
import type { PredictionBlock } from '#text/blocks.ts'
import { type Key, stay, type Step } from './events.ts'
import { orderKey } from './arrange.ts'
import { scrollTo } from './scroll.ts'
import type { Guide, Reader } from './state.ts'

/** What a key does to the question the reader stands at; `null` when it means something else there. */
export function answerKey(
  guide: Guide,
  reader: Reader,
  prediction: PredictionBlock,
  key: Key,
): Step | null {
  switch (prediction.form) {
    case 'choice':
      return choiceKey(guide, reader, prediction, key)
    case 'order':
      return orderKey(guide, reader, prediction, key)
    case 'number':
      return numberKey(guide, reader, prediction, key)
  }
}

function choiceKey(
  guide: Guide,
  reader: Reader,
  { choices, index }: PredictionBlock,
  key: Key,
): Step | null {
  const { length } = choices
  // The question is the last thing on the page; choosing brings it into sight.
  const select = (choice: number): Step =>
    scrollTo(
      guide,
      { ...reader, choice: (choice + length) % length, complaint: null },
      Number.POSITIVE_INFINITY,
    )
  if (key.name === 'up') return select((reader.choice ?? length) - 1)
  if (key.name === 'down' || key.name === 'tab') return select((reader.choice ?? -1) + 1)
  const number = Number(key.text)
  if (/^[1-9]$/.test(key.text) && number <= length) return select(number - 1)
  if (key.name !== 'return') return null
  const chosen = reader.choice === null ? undefined : choices[reader.choice]
  if (chosen) return stay(guide, { kind: 'answer', prediction: index, typed: chosen.value })
  return stay({ ...guide, screen: { ...reader, complaint: guide.words.chooseFirst } })
}

/** Digits, a sign, and what hex needs; other letters keep their meaning as keys. */
const typing = /^[0-9a-fxA-FX-]$/

function numberKey(
  guide: Guide,
  reader: Reader,
  { index }: PredictionBlock,
  key: Key,
): Step | null {
  const { input } = reader
  const type = (typed: string): Step =>
    // The question is the last thing on the page; typing brings it into sight.
    scrollTo(guide, { ...reader, input: typed, complaint: null }, Number.POSITIVE_INFINITY)
  if (key.name === 'return' && input !== '') {
    if (Number.isFinite(Number(input))) {
      return stay(guide, { kind: 'answer', prediction: index, typed: String(Number(input)) })
    }
    const complaint = guide.words.notANumber(input)
    return stay({ ...guide, screen: { ...reader, input: '', complaint } })
  }
  if (key.name === 'return') {
    return stay({ ...guide, screen: { ...reader, complaint: guide.words.typeNumber } })
  }
  if (input !== '' && key.name === 'backspace') return type(input.slice(0, -1))
  if (input !== '' && key.name === 'escape') return type('')
  // A number begins with a digit, so that letters stay keys until one is typed.
  const begins = input === '' ? /^[0-9-]$/ : typing
  return begins.test(key.text) ? type(input + key.text) : null
}
