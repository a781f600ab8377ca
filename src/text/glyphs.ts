/** The few signs the course draws with, in Unicode and in ASCII for terminals that have nothing else. */

export interface Glyphs {
  readonly bar: string
  /** The bar beside what is the learner's, not the lesson's. */
  readonly version: string
  readonly bullets: readonly string[]
  readonly rule: string
  readonly cross: string
  readonly column: string
  /** Begins the rest of a code line that did not fit. */
  readonly continued: string
  readonly ellipsis: string
  readonly arrow: string
  readonly exercise: string
}

const unicodeGlyphs: Glyphs = {
  bar: '│',
  version: '┃',
  bullets: ['•', '◦', '▪'],
  rule: '─',
  cross: '┼',
  column: '│',
  continued: '↳ ',
  ellipsis: '…',
  arrow: '→',
  exercise: '▸',
}

const asciiGlyphs: Glyphs = {
  bar: '|',
  version: '#',
  bullets: ['*', '-', '+'],
  rule: '-',
  cross: '+',
  column: '|',
  continued: '> ',
  ellipsis: '...',
  arrow: '->',
  exercise: '>',
}

export function glyphs(unicode: boolean): Glyphs {
  return unicode ? unicodeGlyphs : asciiGlyphs
}

/** What an author's typography becomes without Unicode. Letters of other scripts stay: nothing stands for them. */
const plainForms: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '→': '->',
  '←': '<-',
  '↑': '^',
  '↓': 'v',
  '×': 'x',
  '·': '*',
  '•': '*',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '≈': '~',
  '÷': '/',
  '±': '+/-',
  '²': '^2',
  '\u00a0': ' ',
  '\u2011': '-',
  '│': '|',
  '─': '-',
}
const replaced = new RegExp(`[${Object.keys(plainForms).join('')}]`, 'gu')

/** The text with ASCII in place of the signs that have a plain form. */
export function toAscii(text: string): string {
  return text.replace(replaced, (sign) => plainForms[sign] ?? sign)
}
