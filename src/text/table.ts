/** Tables that fit: columns give up width fairly, cells wrap, and a table too wide for that is told row by row. */
import type { Align } from './blocks.ts'
import { glyphs } from './glyphs.ts'
import {
  type StyledLine,
  type StyledRun,
  lineWidth,
  padLine,
  styled,
  textOf,
  trimLine,
} from './lines.ts'
import { displayWidth } from './width.ts'
import { wrap } from './wrap.ts'

export interface Table {
  readonly align: readonly Align[]
  readonly head: readonly StyledLine[]
  readonly rows: readonly (readonly StyledLine[])[]
}

interface Options {
  readonly width: number
  readonly unicode: boolean
}

/** A column that cannot hold its longest word, or this much of it, makes the table a list. */
const narrowest = 12
const between = 3

/** The widths columns get: what they ask for, or a fair share of what there is. */
function columnWidths(asked: readonly number[], room: number): number[] {
  const widths = asked.map(() => 0)
  const open = new Set(asked.keys())
  let left = room
  while (open.size > 0) {
    const share = Math.floor(left / open.size)
    const content = [...open].filter((column) => (asked[column] ?? 0) <= share)
    for (const column of content.length > 0 ? content : open) {
      const width = content.length > 0 ? (asked[column] ?? 0) : share
      widths[column] = width
      left -= width
      open.delete(column)
    }
  }
  return widths
}

function longestWord(cells: readonly StyledLine[]): number {
  const words = cells.flatMap((cell) => textOf(cell).split(/\s+/))
  return Math.max(1, ...words.map(displayWidth))
}

function joinRow(
  cells: readonly StyledLine[],
  widths: readonly number[],
  { align }: Table,
  separator: string,
): StyledLine[] {
  const wrapped = widths.map((width, column) => wrap(cells[column] ?? [], width))
  const height = Math.max(...wrapped.map((lines) => lines.length))
  return Array.from({ length: height }, (_, row) => {
    const runs: StyledRun[] = []
    for (const [column, width] of widths.entries()) {
      if (column > 0) runs.push(styled(separator, 'muted'))
      runs.push(...padLine(wrapped[column]?.[row] ?? [], width, align[column] ?? 'left'))
    }
    return trimLine(runs)
  })
}

/** Each row as lines of `head: value`, with a blank line between rows. */
function asList({ head, rows }: Table, width: number): StyledLine[] {
  return rows.flatMap((row, index) => {
    const lines = row.flatMap((cell, column) => {
      const name = head[column] ?? []
      const label = name.length > 0 ? [...strong(name), styled(': ')] : []
      return wrap([...label, ...cell], width)
    })
    return index > 0 ? [[], ...lines] : lines
  })
}

function strong(line: StyledLine): StyledLine {
  return line.map((run) => (run.style === 'plain' ? styled(run.text, 'strong') : run))
}

export function renderTable(table: Table, { width, unicode }: Options): StyledLine[] {
  const all = [table.head, ...table.rows]
  const asked = table.head.map((_, column) =>
    Math.max(1, ...all.map((row) => lineWidth(row[column] ?? []))),
  )
  const room = width - between * (asked.length - 1)
  const widths = columnWidths(asked, room)
  const squeezed = widths.some(
    (got, column) => got < Math.min(narrowest, longestWord(all.map((row) => row[column] ?? []))),
  )
  if (room < asked.length || squeezed) return asList(table, width)
  const { column, rule, cross } = glyphs(unicode)
  const ruler = widths.map((got) => rule.repeat(got)).join(rule + cross + rule)
  const rows = table.rows.map((row) => joinRow(row, widths, table, ` ${column} `))
  const divided = rows.some((lines) => lines.length > 1)
  return [
    ...joinRow(table.head.map(strong), widths, table, ` ${column} `),
    [styled(ruler, 'muted')],
    ...rows.flatMap((lines, index) =>
      divided && index > 0 ? [[styled(ruler, 'muted')], ...lines] : lines,
    ),
  ]
}
