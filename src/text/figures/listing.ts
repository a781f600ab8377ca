/** Listings beside one another; where there is no room, what belongs together follows line by line. */
import type { ListingView } from '#view/listing.ts'
import { glyphs, toAscii } from '../glyphs.ts'
import {
  type StyledLine,
  type StyledRun,
  indent,
  lineWidth,
  line,
  padLine,
  styled,
  trimLine,
} from '../lines.ts'
import { printable } from '../width.ts'
import { wrap } from '../wrap.ts'
import type { FigureOptions } from './box.ts'

export function drawListing({ columns }: ListingView, options: FigureOptions): StyledLine[] {
  const shown = (text: string) => printable(options.unicode ? text : toAscii(text))
  const height = Math.max(...columns.map(({ lines }) => lines.length))
  const head = columns.map(({ head }) => line(shown(head), 'strong'))
  const rows = Array.from({ length: height }, (_, row) =>
    columns.map(({ lines }, column) => line(shown(lines[row] ?? ''), styleOf(column))),
  )
  const widths = columns.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => lineWidth(row[column] ?? []))),
  )
  const needed = widths.reduce((sum, width) => sum + width, 0) + between * (columns.length - 1)
  return needed <= options.width
    ? besides(head, rows, widths, options)
    : below([head, ...rows], options)
}

type Row = readonly StyledLine[]

/** Columns between two listings: a rule with a space on each side. */
const between = 3

/** What comes of the first listing stands out from it. */
function styleOf(column: number): StyledRun['style'] {
  return column === 0 ? 'plain' : 'accent'
}

function besides(
  head: Row,
  rows: readonly Row[],
  widths: readonly number[],
  { unicode }: FigureOptions,
): StyledLine[] {
  const { column, rule, cross } = glyphs(unicode)
  const join = (row: Row, separator: string): StyledLine =>
    trimLine(
      widths.flatMap((width, at) => [
        ...(at === 0 ? [] : [styled(separator, 'muted')]),
        ...padLine(row[at] ?? [], width),
      ]),
    )
  const ruler = widths.map((width) => line(rule.repeat(width), 'muted'))
  return [
    join(head, ` ${column} `),
    join(ruler, `${rule}${cross}${rule}`),
    ...rows.map((row) => join(row, ` ${column} `)),
  ]
}

/** Each row in lines of its own: what the other listings have hangs below that of the first. */
function below(rows: readonly Row[], { width, unicode }: FigureOptions): StyledLine[] {
  const arrow = `  ${glyphs(unicode).arrow} `
  const hung = (cell: StyledLine, first: string, rest: string): StyledLine[] =>
    lineWidth(cell) + first.length <= width
      ? indent([cell], styled(first, 'muted'))
      : indent(wrap(cell, width - rest.length), styled(first, 'muted'), styled(rest))
  return rows.flatMap(([first = [], ...others]) => [
    ...hung(first, '', '    '),
    ...others
      .filter((cell) => cell.length > 0)
      .flatMap((cell) => hung(cell, arrow, ' '.repeat(arrow.length))),
  ])
}
