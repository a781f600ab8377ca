/** How many columns text takes on a terminal, and the smallest pieces it may be cut into. */
import stringWidth from 'string-width'

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const ascii = /^[\x20-\x7e]*$/
/** Latin, typography, arrows, boxes, Chinese, Japanese: each code point is a character, so nobody need be asked. */
const single =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u25ff\u3000-\u3029\u3030-\u3098\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff9d]*$/

/** Widths already asked for; a page repeats the same few hundred characters. */
const known = new Map<string, number>()
const mostKnown = 10_000

/** Columns of a text without newlines: 2 for a Chinese character, 0 for a combining mark. */
export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length
  let width = 0
  for (const part of graphemes(text)) width += characterWidth(part)
  return width
}

function characterWidth(character: string): number {
  const found = known.get(character)
  if (found !== undefined) return found
  if (known.size >= mostKnown) known.clear()
  const width = stringWidth(character)
  known.set(character, width)
  return width
}

/** The characters as a reader counts them: an emoji built of five code points is one. */
export function graphemes(text: string): string[] {
  if (single.test(text)) return text.split('')
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
