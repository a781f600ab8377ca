/** A cache in a few lines: its array, then list by list the slabs with a sign for each object. */
import type { CacheStateView, SlabListState } from '#view/cache-state.ts'
import type { ObjectState, SlabView } from '#view/slabs.ts'
import { glyphs } from '../glyphs.ts'
import { type StyledLine, type StyledRun, indent, styled, tidy } from '../lines.ts'
import { wrap } from '../wrap.ts'
import { type FigureOptions, boxGlyphs, count, legend, words } from './box.ts'
import { drawChanges } from './changes.ts'
import { objectSigns } from './slabs.ts'

/** Stands where something changed. */
const mark = ' *'
/** The first column: the name of a list. */
const names = 9
/** Rows of objects drawn for one slab; the rest is counted. */
const drawnRows = 4

export function drawCacheState(view: CacheStateView, options: FigureOptions): StyledLine[] {
  const { cache, num, objsize, pages, lists } = view
  const title = `${cache}: ${count(num, 'object')} of ${objsize} bytes in a slab of ${count(pages, 'page')}`
  const sign = objectSigns(options.unicode)
  const changes = drawChanges(view.changes, options)
  return [
    ...words(title, options, 'strong'),
    ...drawArray(view, options),
    ...lists.flatMap((list) => drawList(list, view, options)),
    ...legend(
      [
        [sign['in use'][0], 'in use', sign['in use'][1]],
        [sign['in array'][0], "in the CPU's array", sign['in array'][1]],
        [sign['in slab'][0], 'free', sign['in slab'][1]],
      ],
      options,
    ),
    ...(changes.length > 0 ? [[], ...changes] : []),
  ]
}

function drawArray(
  { array, arrays, changes }: CacheStateView,
  options: FigureOptions,
): StyledLine[] {
  const { avail, limit, batchcount, touched, next } = array
  const isChanged = changes.some(({ what }) => what === 'touched' || /\barray\b/.test(what))
  const all = arrays.map(({ name, avail: held }) => `${name} ${held}`).join(', ')
  const top = next ? `; next is object ${next.object} of slab ${next.slab}` : ''
  const state = `${avail} of ${limit}, batchcount ${batchcount}, ${touched ? 'touched' : 'not touched'}${top}`
  const more = arrays.length > 1 ? labelled('', [styled(all, 'muted')], options) : []
  return [...labelled(`array${isChanged ? mark : ''}`, [styled(state)], options), ...more]
}

function labelled(name: string, text: StyledLine, { width }: FigureOptions): StyledLine[] {
  return indent(
    wrap(text, width - names),
    styled(name.padEnd(names), name.endsWith(mark) ? 'accent' : 'muted'),
    styled(' '.repeat(names)),
  )
}

/** Slabs that changed and those at the ends of the partial list; of the others there is only the number. */
function drawList(
  { name, total, slabs }: SlabListState,
  { changes }: CacheStateView,
  options: FigureOptions,
): StyledLine[] {
  const isChanged = ({ number }: SlabView) =>
    changes.some(({ what }) => `${what} `.startsWith(`slab ${number} `))
  const atEnd = (index: number) => name === 'partial' && (index === 0 || index === slabs.length - 1)
  const drawn = slabs.filter((slab, index) => isChanged(slab) || atEnd(index))
  const others = total - drawn.length
  const numbers = slabs.filter((slab) => !drawn.includes(slab)).map(({ number }) => number)
  const more = `${count(others, drawn.length > 0 ? 'more slab' : 'slab')}: ${listed(numbers, others, options)}`
  const room = { ...options, width: options.width - names }
  const body = [
    ...drawn.flatMap((slab) => drawSlab(slab, isChanged(slab), room)),
    ...(others > 0 ? words(more, room, 'muted') : []),
  ]
  if (total === 0) body.push([styled('none', 'muted')])
  return indent(body, styled(name.padEnd(names), 'muted'), styled(' '.repeat(names)))
}

/** The numbers that are known, with a sign where some are left out. */
function listed(numbers: readonly number[], total: number, { unicode }: FigureOptions): string {
  if (numbers.length === total) return numbers.join(', ')
  const half = Math.ceil(numbers.length / 2)
  const ends = [numbers.slice(0, half), numbers.slice(half)].map((part) => part.join(', '))
  return ends.join(` ${glyphs(unicode).ellipsis} `)
}

/** `slab 0  inuse 16, free 16` and its objects, beside it where there is room for them all. */
function drawSlab(slab: SlabView, isChanged: boolean, options: FigureOptions): StyledLine[] {
  const next = slab.free === null ? 'free none' : `free ${slab.free}`
  const head = `slab ${slab.number}${isChanged ? mark : '  '} inuse ${slab.inuse}, ${next}  `
  const room = options.width
  const beside = signRuns(slab.objects, options)
  const columns = slab.objects.length + Math.floor((slab.objects.length - 1) / 10)
  if (head.length + columns <= room) return [tidy([styled(head), ...beside])]
  return [[styled(head.trimEnd())], ...rowsOf(slab.objects, room, options)]
}

function rowsOf(
  objects: readonly ObjectState[],
  room: number,
  options: FigureOptions,
): StyledLine[] {
  const groups = Math.max(1, Math.floor((room + 1) / 11))
  const perRow = Math.min(groups * 10, room)
  const rows: StyledLine[] = []
  for (let first = 0; first < objects.length; first += perRow) {
    rows.push(tidy(signRuns(objects.slice(first, first + perRow), options)))
  }
  if (rows.length <= drawnRows) return rows
  const { skipped } = boxGlyphs(options.unicode)
  const hidden = rows.length - drawnRows + 1
  return [
    ...rows.slice(0, drawnRows - 2),
    [styled(`${skipped} ${count(hidden, 'more row')}`, 'muted')],
    ...rows.slice(-1),
  ]
}

function signRuns(objects: readonly ObjectState[], { unicode }: FigureOptions): StyledRun[] {
  return objects.flatMap((state, position) => {
    const [sign, style] = objectSigns(unicode)[state]
    const gap = position > 0 && position % 10 === 0 ? [styled(' ')] : []
    return [...gap, styled(sign, style)]
  })
}
