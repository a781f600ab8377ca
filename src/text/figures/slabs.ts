/** The three lists of a cache: each slab a frame, each object a sign. */
import type { ObjectState, SlabView, SlabsView } from '#view/slabs.ts'
import { type StyledLine, type StyledRun, indent, styled, tidy } from '../lines.ts'
import { type FigureOptions, boxGlyphs, count, legend, titledBox, words } from './box.ts'

type Sign = readonly [string, StyledRun['style']]

/** How the state of an object is drawn. */
export function objectSigns(unicode: boolean): Readonly<Record<ObjectState, Sign>> {
  return {
    'in use': [unicode ? '■' : '#', 'accent'],
    'in array': [unicode ? '□' : 'o', 'good'],
    'in slab': [unicode ? '·' : '.', 'muted'],
  }
}

/** Slabs of a list that are drawn; of the rest there is only the number. */
const drawnSlabs = 3
/** Rows of objects in one slab that are drawn. */
const drawnRows = 8

export function drawSlabs(view: SlabsView, options: FigureOptions): StyledLine[] {
  const { cache, num, objsize, pages } = view
  const title = `${cache}: ${count(num, 'object')} of ${objsize} bytes in a slab of ${count(pages, 'page')}`
  const lists = view.lists.flatMap(({ name, slabs }) => drawList(name, slabs, num, options))
  const sign = objectSigns(options.unicode)
  return [
    ...words(title, options, 'strong'),
    [],
    ...lists,
    [],
    ...legend(
      [
        [sign['in use'][0], 'in use', sign['in use'][1]],
        [sign['in array'][0], "in the CPU's array", sign['in array'][1]],
        [sign['in slab'][0], 'free', sign['in slab'][1]],
      ],
      options,
    ),
    ...words(
      'inuse: objects the slab has given out; free: the one it gives next',
      options,
      'muted',
    ),
  ]
}

/** The list's name beside its slabs, or above them where there is little room. */
function drawList(
  name: string,
  slabs: readonly SlabView[],
  num: number,
  options: FigureOptions,
): StyledLine[] {
  if (slabs.length === 0) return [tidy([styled(name.padEnd(9), 'strong'), styled('none', 'muted')])]
  const beside = options.width >= 56 ? 9 : 0
  const grid = gridFor(num, options.width - beside - 4)
  const boxes = slabs.slice(0, drawnSlabs).flatMap((slab) => drawSlab(slab, grid, options))
  const rest = slabs.length - drawnSlabs
  const { skipped } = boxGlyphs(options.unicode)
  const more = `${skipped} ${count(rest, 'more slab')} in this list`
  const body: StyledLine[] = rest > 0 ? [...boxes, [styled(more, 'muted')]] : boxes
  if (beside === 0) return [[styled(name, 'strong')], ...body]
  return indent(body, styled(name.padEnd(beside), 'strong'), styled(' '.repeat(beside)))
}

/** How the objects of a slab are laid out: rows of tens, with the index of a row's first object before it. */
interface Grid {
  readonly digits: number
  readonly perRow: number
  /** Columns inside the frame; at least what the words in its edge need. */
  readonly inner: number
}

const edgeWords = 34

function gridFor(num: number, room: number): Grid {
  const digits = String(num - 1).length
  const groups = Math.max(1, Math.min(5, Math.floor((room - digits - 1) / 11)))
  const perRow = Math.min(groups * 10, Math.max(1, room - digits - 2))
  const cells = Math.min(num, perRow)
  const asked = digits + 2 + cells + Math.floor((cells - 1) / 10)
  return { digits, perRow, inner: Math.min(room, Math.max(asked, edgeWords)) }
}

function drawSlab(slab: SlabView, grid: Grid, options: FigureOptions): StyledLine[] {
  const next = slab.free === null ? 'free: none' : `free ${slab.free}`
  const right = `inuse ${slab.inuse}, ${next}`
  const rows = objectRows(slab, grid, options)
  return titledBox({ left: `slab ${slab.number}`, right }, rows, {
    ...options,
    width: grid.inner + 4,
  })
}

function objectRows({ objects }: SlabView, grid: Grid, { unicode }: FigureOptions): StyledLine[] {
  const { digits, perRow } = grid
  const lines: StyledLine[] = []
  for (let first = 0; first < objects.length; first += perRow) {
    const runs = objects.slice(first, first + perRow).flatMap((state, position) => {
      const [sign, style] = objectSigns(unicode)[state]
      const gap = position > 0 && position % 10 === 0 ? [styled(' ')] : []
      return [...gap, styled(sign, style)]
    })
    lines.push(tidy([styled(`${String(first).padStart(digits)}  `, 'muted'), ...runs]))
  }
  if (lines.length <= drawnRows) return lines
  const { skipped } = boxGlyphs(unicode)
  const hidden = lines.length - drawnRows + 1
  const gap = `${skipped.padStart(digits)}  ${count(hidden, 'more row')}`
  return [...lines.slice(0, drawnRows - 2), [styled(gap, 'muted')], ...lines.slice(-1)]
}
