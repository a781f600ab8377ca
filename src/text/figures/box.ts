/** Frames around parts of a picture. */
import {
  type StyledLine,
  type StyledRun,
  indent,
  lineWidth,
  padLine,
  styled,
  tidy,
} from '../lines.ts'
import { displayWidth } from '../width.ts'
import { wrap } from '../wrap.ts'

export interface FigureOptions {
  readonly width: number
  readonly unicode: boolean
}

interface BoxGlyphs {
  readonly across: string
  readonly down: string
  readonly corners: readonly [string, string, string, string]
  readonly left: string
  readonly right: string
  readonly skipped: string
}

const unicodeBox: BoxGlyphs = {
  across: '─',
  down: '│',
  corners: ['┌', '┐', '└', '┘'],
  left: '├',
  right: '┤',
  skipped: '⋮',
}
const asciiBox: BoxGlyphs = {
  across: '-',
  down: '|',
  corners: ['+', '+', '+', '+'],
  left: '+',
  right: '+',
  skipped: ':',
}

export function boxGlyphs(unicode: boolean): BoxGlyphs {
  return unicode ? unicodeBox : asciiBox
}

/** Lines in a frame that is `width` wide, with words in its upper edge. */
export function titledBox(
  { left, right = '' }: { left: string; right?: string },
  lines: readonly StyledLine[],
  { width, unicode }: FigureOptions,
): StyledLine[] {
  const { across, down, corners } = boxGlyphs(unicode)
  const words = [left, right].map((text) => (text === '' ? '' : ` ${text} `))
  const room = width - 4 - displayWidth(words.join(''))
  const edge = across.repeat(Math.max(0, room))
  return [
    tidy([
      styled(corners[0] + across, 'muted'),
      styled(words[0] ?? '', 'strong'),
      styled(edge, 'muted'),
      styled(words[1] ?? ''),
      styled(across + corners[1], 'muted'),
    ]),
    ...lines.map((line) =>
      tidy([styled(`${down} `, 'muted'), ...padLine(line, width - 4), styled(` ${down}`, 'muted')]),
    ),
    [styled(corners[2] + across.repeat(width - 2) + corners[3], 'muted')],
  ]
}

/** A part of a map: what stands there, from where, and how much. */
export interface MapRow {
  /** Written at the part's upper edge: where it begins. */
  readonly at: string
  readonly what: StyledLine
  readonly size: string
  /** A part that stands for several: no edge below its first line, a sign that some are left out. */
  readonly skipped?: boolean
}

/** A map from top to bottom: each part between two edges, and at each edge where it is. */
export function mapBox(
  rows: readonly MapRow[],
  end: string,
  { width, unicode }: FigureOptions,
  asked = askedWidth(rows),
): StyledLine[] {
  const { across, down, corners, left, right, skipped } = boxGlyphs(unicode)
  const labels = Math.max(end.length, ...rows.map(({ at }) => at.length))
  const inner = Math.max(8, Math.min(width - labels - 5, asked))
  const edge = (at: string, begin: string, close: string): StyledLine => [
    styled(`${at.padStart(labels)} `),
    styled(begin + across.repeat(inner + 2) + close, 'muted'),
  ]
  const lines = rows.flatMap((row, index) => {
    const top = index === 0 ? edge(row.at, corners[0], corners[1]) : edge(row.at, left, right)
    const side = row.skipped ? skipped : down
    const words = wrap(row.what, inner)
    const last = words.pop() ?? []
    const room = inner - lineWidth(last) - displayWidth(row.size)
    const sized: StyledLine[] =
      room > 0
        ? [...words, [...last, styled(' '.repeat(room)), styled(row.size, 'muted')]]
        : [...words, last, padLine([styled(row.size, 'muted')], inner, 'right')]
    const body = sized.map((line) =>
      tidy([
        styled(`${' '.repeat(labels)} `),
        styled(`${side} `, 'muted'),
        ...padLine(line, inner),
        styled(` ${side}`, 'muted'),
      ]),
    )
    return [top, ...body]
  })
  return [...lines, edge(end, corners[2], corners[3])]
}

/** What the longest part asks for, and never so little that it would not look like a map. */
export function askedWidth(rows: readonly MapRow[]): number {
  const asked = rows.map(({ what, size }) => lineWidth(what) + 3 + displayWidth(size))
  return Math.max(30, ...asked)
}

/** Words in a paragraph below or above a picture. */
export function words(text: string, { width }: FigureOptions, style: StyledRun['style'] = 'plain') {
  return wrap([styled(text, style)], width)
}

/** What the signs of a picture mean, as many to a line as fit. */
export function legend(
  entries: readonly (readonly [string, string, StyledRun['style']])[],
  { width }: FigureOptions,
): StyledLine[] {
  const lines: StyledLine[] = []
  for (const [sign, meaning, style] of entries) {
    const entry = [styled(sign, style), styled(` ${meaning}`)]
    const last = lines.at(-1)
    const joined = last ? [...last, styled('   '), ...entry] : entry
    if (last && lineWidth(joined) <= width) lines[lines.length - 1] = tidy(joined)
    else lines.push(tidy(entry))
  }
  return lines
}

/** A question and its answer: beside it where there is room, else in the same lines. */
export function answered(
  question: string,
  answer: string,
  { width }: FigureOptions,
  { column, style = 'plain' }: { column: number; style?: StyledRun['style'] | undefined },
): StyledLine[] {
  if (width < 60) {
    const text = [styled(`${question}: `, 'muted'), styled(answer, style)]
    return indent(wrap(text, width - 2), styled(''), styled('  '))
  }
  const lines = wrap([styled(answer, style)], width - column)
  return indent(lines, styled(question.padEnd(column), 'muted'), styled(' '.repeat(column)))
}

/** `4 pages`, `1 page`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
