/** The arrays of a cache as columns, the top of each above: beside each other while there is room. */
import type { CpuArray, CpuArraysView } from '#view/cpu-arrays.ts'
import { type StyledLine, lineWidth, padLine, styled, trimLine } from '../lines.ts'
import { placeText } from './array-cache.ts'
import { boxGlyphs, type FigureOptions, words } from './box.ts'

/** Entries drawn from the top of an array, and from its bottom; the others are counted. */
const drawnTop = 6
const drawnBottom = 2
/** Columns between two arrays. */
const between = 3

export function drawCpuArrays(view: CpuArraysView, options: FigureOptions): StyledLine[] {
  const { cache, running, arrays } = view
  const columns = arrays.map((array) => column(array, running, options))
  const width = Math.max(...columns.flat().map(lineWidth))
  const perRow = Math.max(1, Math.floor((options.width + between) / (width + between)))
  const rows = Array.from({ length: Math.ceil(columns.length / perRow) }, (_, row) =>
    sideBySide(columns.slice(row * perRow, (row + 1) * perRow), width),
  )
  const shared = arrays.some(({ cpu }) => cpu === null) ? ', and the one they share' : ''
  const note = `Top first. CPU ${running} runs now: it takes from the top of its array, and puts there.`
  return [
    ...words(`${cache}: the arrays of the CPUs${shared}`, options, 'strong'),
    ...rows.flatMap((row, index) => (index > 0 ? [[], ...row] : row)),
    ...words(note, options, 'muted'),
  ]
}

function sideBySide(columns: readonly StyledLine[][], width: number): StyledLine[] {
  const height = Math.max(...columns.map(({ length }) => length))
  return Array.from({ length: height }, (_, at) =>
    trimLine(
      columns.flatMap((lines) => [...padLine(lines[at] ?? [], width), styled(' '.repeat(between))]),
    ),
  )
}

function column(array: CpuArray, running: number, options: FigureOptions): StyledLine[] {
  const { cpu, limit, batchcount, touched, entries } = array
  const { across } = boxGlyphs(options.unicode)
  const isRunning = cpu === running
  const name = cpu === null ? 'shared' : `CPU ${cpu}${isRunning ? ' *' : ''}`
  const state = `${entries.length} of ${limit}`
  const marks = [
    batchcount === null ? '' : `batch ${batchcount}`,
    touched ? 'touched' : 'not touched',
  ]
  const lines = [
    [styled(name, isRunning ? 'good' : 'strong'), styled(`  ${state}`)],
    ...marks.map((text): StyledLine => [styled(text, 'muted')]),
  ]
  const rule = across.repeat(Math.max(...lines.map(lineWidth)))
  return [...lines, [styled(rule, 'muted')], ...stack(array, isRunning, options)]
}

function stack({ entries }: CpuArray, isRunning: boolean, options: FigureOptions): StyledLine[] {
  if (entries.length === 0) return [[styled('empty', 'muted')]]
  const topFirst = entries.toReversed().map((entry) => placeText(entry))
  const hidden = topFirst.length - drawnTop - drawnBottom
  const row = (text: string, index: number): StyledLine => [
    styled(text, index === 0 && isRunning ? 'good' : 'plain'),
  ]
  if (hidden <= 1) return topFirst.map(row)
  const { skipped } = boxGlyphs(options.unicode)
  return [
    ...topFirst.slice(0, drawnTop).map(row),
    [styled(`${skipped} ${hidden} more`, 'muted')],
    ...topFirst.slice(-drawnBottom).map((text) => [styled(text)]),
  ]
}
