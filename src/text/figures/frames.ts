/** Page frames in a row, two columns each: where a block begins there is an edge, and in it its order or its use. */
import type { FrameRun, FrameUse } from '#view/frame-runs.ts'
import type { FramesState, FramesView } from '#view/frames.ts'
import { type StyledLine, type StyledRun, indent, styled, textOf, tidy } from '../lines.ts'
import { wrap } from '../wrap.ts'
import { boxGlyphs, count, type FigureOptions, legend, words } from './box.ts'

/** Columns that a frame takes. */
const wide = 2
/** States that are drawn at the beginning, and at the end. */
const drawnFirst = 9
const drawnLast = 3

const uses: Readonly<Record<FrameUse, readonly [letter: string, style: StyledRun['style']]>> = {
  free: ['0', 'good'],
  hot: ['h', 'good'],
  cold: ['c', 'good'],
  'in hand': ['?', 'strong'],
  slab: ['s', 'accent'],
  reclaimable: ['p', 'accent'],
  'in use': ['u', 'accent'],
  reserved: ['r', 'muted'],
}

export function drawFrames(view: FramesView, options: FigureOptions): StyledLine[] {
  const { first, count: frames, states } = view
  const title = `frames ${first} to ${first + frames - 1}`
  const hidden = states.length - drawnFirst - drawnLast
  const gap = hidden > 1 ? [...words(`${hidden} more steps`, options, 'muted')] : []
  const drawn = states.map((state, index) => drawState(state, states[index - 1], view, options))
  const [before, after] =
    hidden > 1 ? [drawn.slice(0, drawnFirst), drawn.slice(-drawnLast)] : [drawn, []]
  return [
    ...words(title, options, 'strong'),
    ...before.flat(),
    ...gap,
    ...after.flat(),
    ...signs(states, options),
  ]
}

/** The first state whole; of a later one the rows that became different. */
function drawState(
  { told, runs }: FramesState,
  earlier: FramesState | undefined,
  view: FramesView,
  options: FigureOptions,
): StyledLine[] {
  const rows = rowsOf(runs, view, options)
  if (told === null || !earlier) return withoutPlain(rows, view, options)
  const text = indent(wrap([styled(told)], options.width - 2), styled('- ', 'muted'), styled('  '))
  const was = rowsOf(earlier.runs, view, options).map(({ line }) => textOf(line))
  const changed = rows.filter(({ line }, index) => textOf(line) !== was[index])
  return [...text, ...withoutPlain(changed, view, options)]
}

interface Row {
  readonly line: StyledLine
  /** Nothing begins or ends in it. */
  readonly isPlain: boolean
}

function rowsOf(
  runs: readonly FrameRun[],
  { first, count: frames }: FramesView,
  options: FigureOptions,
): Row[] {
  const digits = digitsOf(first + frames - 1)
  const perRow = framesPerRow(options.width - digits - 2, frames)
  const cells = runs.flatMap((run) => cellsOf(run, options))
  return Array.from({ length: Math.ceil(cells.length / perRow) }, (_, index) => {
    const row = cells.slice(index * perRow, (index + 1) * perRow)
    const isPlain = row.every(({ begins, ends }) => !begins && !ends)
    return { line: drawRow(row, first + index * perRow, digits, options), isPlain }
  })
}

/** Of plain rows that follow each other there is only the number, but the first row is always drawn. */
function withoutPlain(
  rows: readonly Row[],
  { first, count: frames }: FramesView,
  { unicode }: FigureOptions,
): StyledLine[] {
  const sign = boxGlyphs(unicode).skipped.padStart(digitsOf(first + frames - 1))
  const lines: StyledLine[] = []
  let left = 0
  const flush = () => {
    if (left > 0) lines.push([styled(`${sign} ${count(left, 'more row')} of the same`, 'muted')])
    left = 0
  }
  for (const [index, { line, isPlain }] of rows.entries()) {
    if (isPlain && index > 0) left++
    else {
      flush()
      lines.push(line)
    }
  }
  flush()
  return lines
}

function digitsOf(number: number): number {
  return String(number).length
}

function drawRow(
  row: readonly Cell[],
  frame: number,
  digits: number,
  { unicode }: FigureOptions,
): StyledLine {
  const { down } = boxGlyphs(unicode)
  return tidy([
    styled(`${String(frame).padStart(digits)} `, 'muted'),
    ...row.flatMap(({ runs }) => runs),
    styled(row.at(-1)?.ends ? down : '', 'muted'),
  ])
}

/** A power of two, so that buddies stand at the same place in each row. */
function framesPerRow(room: number, frames: number): number {
  const most = Math.max(1, Math.floor(room / wide))
  return Math.min(2 ** Math.floor(Math.log2(most)), frames)
}

interface Cell {
  readonly begins: boolean
  /** Behind it there is an edge, if nothing follows. */
  readonly ends: boolean
  readonly runs: readonly StyledRun[]
}

/** The edge, the order or the letter, and what fills the rest, cut into frames. */
function cellsOf({ frame, pages, use, order }: FrameRun, { unicode }: FigureOptions): Cell[] {
  const { across, down } = boxGlyphs(unicode)
  const [letter, style] = uses[use]
  const isBlock = order !== null
  const begins = !isBlock || frame % 2 ** order === 0
  const filler = isBlock ? across : ' '
  const edge = begins ? down : filler
  const text = (edge + (isBlock && use === 'free' ? order : letter)).padEnd(pages * wide, filler)
  return Array.from({ length: pages }, (_, index): Cell => {
    const part = text.slice(index * wide, (index + 1) * wide)
    const ends = index === pages - 1 && (!isBlock || (frame + pages) % 2 ** order === 0)
    if (index > 0) return { begins: false, ends, runs: [styled(part, style)] }
    const first = [styled(part.slice(0, 1), 'muted'), styled(part.slice(1), style)]
    return { begins: true, ends, runs: first }
  })
}

const meanings: Readonly<Record<FrameUse, string>> = {
  free: 'free block, by its order',
  hot: 'in a hot list',
  cold: 'in a cold list',
  'in hand': 'worked with just then',
  slab: 'slab',
  reclaimable: 'page cache or process',
  'in use': 'in use',
  reserved: 'taken at boot',
}

/** Only of what is in the picture. */
function signs(states: readonly FramesState[], options: FigureOptions): StyledLine[] {
  const present = new Set(states.flatMap(({ runs }) => runs.map(({ use }) => use)))
  const entries = [...present].map((use) => {
    const [letter, style] = uses[use]
    return [letter, meanings[use], style] as const
  })
  return legend(entries, options)
}
