/** How many columns text takes on a terminal, and the smallest pieces it may be cut into. */
import stringWidth from 'string-width'

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const ascii = /^[\x20-\x7e]*$/

/** Columns of a text without newlines: 2 for a Chinese character, 0 for a combining mark. */
export function displayWidth(text: string): number {
  return ascii.test(text) ? text.length : stringWidth(text)
}

/** The characters as a reader counts them: an emoji built of five code points is one. */
export function graphemes(text: string): string[] {
  if (ascii.test(text)) return text.split('')
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
