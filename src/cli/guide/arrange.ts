/** Putting the things of a question in order: an arrow moves what is held, digits name what comes first. */
import type { PredictionBlock } from '#text/blocks.ts'
import { writeOrder } from '#course/order.ts'
import { type Key, stay, type Step } from './events.ts'
import { scrollTo } from './scroll.ts'
import { type Arrangement, type Guide, type Reader, startArrangement } from './state.ts'

/** What a key does to an order; `null` when it means something else there. */
export function orderKey(
  guide: Guide,
  reader: Reader,
  prediction: PredictionBlock,
  key: Key,
): Step | null {
  const begun = reader.arrangement !== null
  const now = reader.arrangement ?? startArrangement(prediction)
  const change = (changed: Partial<Arrangement>): Step =>
    // The question is the last thing on the page; moving brings it into sight.
    scrollTo(
      guide,
      { ...reader, arrangement: { ...now, ...changed }, complaint: null },
      Number.POSITIVE_INFINITY,
    )
  switch (key.name) {
    case 'up':
      return change(begun ? moved(now, -1) : {})
    case 'down':
    case 'tab':
      return change(begun ? moved(now, 1) : {})
    case 'space':
      return change({ held: !now.held, typed: '' })
    case 'backspace':
      return now.typed === '' ? null : change(typedOrder(prediction, now.typed.slice(0, -1)))
    case 'escape':
      return begun ? unarranged(guide, reader) : null
    case 'return':
      return submit(guide, reader, prediction)
  }
  return isNextDigit(prediction, now, key.text)
    ? change(typedOrder(prediction, now.typed + key.text))
    : null
}

/** The pointer goes up or down; what it holds goes with it and changes places with its neighbour. */
function moved({ order, place, held }: Arrangement, by: number): Partial<Arrangement> {
  const to = Math.min(Math.max(place + by, 0), order.length - 1)
  if (!held || to === place) return { place: to }
  const swapped = order.with(to, order[place] ?? 0).with(place, order[to] ?? 0)
  return { order: swapped, place: to, typed: '' }
}

/** What is typed comes first, in the order typed; the rest stays as the question shows it. */
function typedOrder({ choices }: PredictionBlock, typed: string): Partial<Arrangement> {
  const first = Array.from(typed, (digit) => Number(digit) - 1)
  const rest = [...choices.keys()].filter((index) => !first.includes(index))
  const order = [...first, ...rest]
  return { order, typed, place: Math.min(first.length, order.length - 1), held: false }
}

function isNextDigit({ choices }: PredictionBlock, { typed }: Arrangement, text: string): boolean {
  return /^[1-9]$/.test(text) && Number(text) <= choices.length && !typed.includes(text)
}

function unarranged(guide: Guide, reader: Reader): Step {
  return stay({ ...guide, screen: { ...reader, arrangement: null, complaint: null } })
}

function submit(guide: Guide, reader: Reader, { choices, index }: PredictionBlock): Step {
  const order = reader.arrangement?.order ?? []
  // The shown order is never the right one.
  if (order.every((at, place) => at === place)) {
    return stay({ ...guide, screen: { ...reader, complaint: guide.words.orderFirst } })
  }
  const typed = writeOrder(order.map((at) => choices[at]?.value ?? ''))
  return stay(guide, { kind: 'answer', prediction: index, typed })
}
