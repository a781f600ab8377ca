/** How many columns text takes on a terminal, and the smallest pieces it may be cut into. */
import { eastAsianWidth } from 'get-east-asian-width'

// A segmenter costs more to make than most commands have time for; most text never needs one.
let segmenter: Intl.Segmenter | null = null
const ascii = /^[\x20-\x7e]*$/
/** Latin, typography, arrows, mathematics, boxes, ticks, Chinese, Japanese: each code point is a character of its own. */
const single =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u22ff\u2500-\u25ff\u2713\u2717\u276f\u3000-\u3029\u3030-\u3098\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff9d]*$/
const pictured = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|\u20e3/u
const asEmoji = /\ufe0f|\u200d|\u20e3|[\u{1f1e6}-\u{1f1ff}]|[\u{1f3fb}-\u{1f3ff}]/u
/** Marks of half-width Japanese belong to a letter but stand beside it. */
const halfWidthVoicing = /[\uff9e\uff9f]+$/u
const invisible = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{M}\p{Cs}]$/u

/** Columns of a text without newlines: 2 for a Chinese character, 0 for a combining mark. */
export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length
  if (single.test(text)) return sumOfWidths(text)
  return graphemes(text).reduce((sum, part) => sum + graphemeWidth(part), 0)
}

function sumOfWidths(text: string): number {
  let sum = 0
  for (const sign of text) sum += signWidth(sign)
  return sum
}

function signWidth(sign: string): number {
  if (sign >= ' ' && sign <= '~') return 1
  return invisible.test(sign) ? 0 : eastAsianWidth(sign.codePointAt(0) ?? 0)
}

/** A picture put together from several signs takes two columns, a letter with its marks those of the letter. */
function graphemeWidth(part: string): number {
  if (pictured.test(part) && asEmoji.test(part)) return 2
  const [base = ''] = Array.from(part).filter((sign) => !invisible.test(sign))
  return sumOfWidths(base + (halfWidthVoicing.exec(part)?.[0] ?? ''))
}

/** The characters as a reader counts them: an emoji built of five code points is one. */
export function graphemes(text: string): string[] {
  if (single.test(text)) return text.split('')
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), (part) => part.segment)
}

/** The longest beginning of a text that fits, and what is left of it. */
export function splitAtWidth(text: string, width: number): [string, string] {
  if (ascii.test(text)) return [text.slice(0, width), text.slice(width)]
  let used = 0
  let end = 0
  for (const part of graphemes(text)) {
    used += displayWidth(part)
    if (used > width) break
    end += part.length
  }
  return [text.slice(0, end), text.slice(end)]
}

/** Removes what would move the cursor or change colours; tabs become spaces. */
export function printable(text: string): string {
  if (ascii.test(text)) return text
  return text
    .replaceAll('\t', '    ')
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
}
