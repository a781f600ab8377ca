/** The lists of free pages, zone by zone: a line for each order, then the lists of the processors. */
import type { FreeListsView, OrderList, PageList } from '#view/free-lists.ts'
import { glyphs } from '../glyphs.ts'
import { type StyledLine, indent, styled } from '../lines.ts'
import { wrap } from '../wrap.ts'
import { boxGlyphs, count, type FigureOptions, words } from './box.ts'

type ZoneLists = FreeListsView['zones'][number]

/** Columns of the first column: `hot 10` is the longest. */
const names = 6

export function drawFreeLists({ zones }: FreeListsView, options: FigureOptions): StyledLine[] {
  const lines = zones.flatMap((zone, index) => [
    ...(index > 0 ? [[]] : []),
    ...drawZone(zone, options),
  ])
  const note =
    'Of each order the first blocks of its list, by their first frame: the head is taken next.'
  return [...lines, [], ...words(note, options, 'muted')]
}

function drawZone(zone: ZoneLists, options: FigureOptions): StyledLine[] {
  const title = `zone ${zone.name}: ${count(zone.free_pages, 'page')} free, in blocks by order`
  const several = zone.perCpu.some(({ cpu }) => cpu > 0)
  return [
    ...words(title, options, 'strong'),
    ...joined(zone.orders).flatMap((lists) => drawOrders(lists, options)),
    ...zone.perCpu.flatMap((list) => drawPageList(list, several, options)),
  ]
}

/** Neighbours without a block are told together. */
function joined(orders: readonly OrderList[]): OrderList[][] {
  const groups: OrderList[][] = []
  for (const list of orders) {
    const last = groups.at(-1)
    if (list.count === 0 && last?.[0]?.count === 0) last.push(list)
    else groups.push([list])
  }
  return groups
}

function drawOrders(lists: readonly OrderList[], options: FigureOptions): StyledLine[] {
  const [first] = lists
  const last = lists.at(-1)
  if (!first || !last) return []
  const name =
    first === last ? `${first.order}` : `${first.order}${options.unicode ? '–' : '-'}${last.order}`
  if (first.count === 0) return row(name, [styled('none', 'muted')], options)
  const size = `${count(first.count, 'block')} of ${count(2 ** first.order, 'page')}`
  return row(name, [styled(`${size}: `), ...frames(first.blocks, first.count, options)], options)
}

/** As many frames as there is room for in a line, and how many more there are. */
function frames(shown: readonly number[], total: number, { unicode, width }: FigureOptions) {
  const kept = shown.slice(0, width >= 72 ? 4 : 3)
  const more = total - kept.length
  const text = kept.join(', ')
  const rest = more > 0 ? `, ${glyphs(unicode).ellipsis} ${more} more` : ''
  return [styled(text, 'good'), styled(rest, 'muted')]
}

function drawPageList(list: PageList, several: boolean, options: FigureOptions): StyledLine[] {
  const { cpu, name, count: held, low, high, batch, pages } = list
  const label = several ? `${name} ${cpu}` : name
  const bounds = `${count(held, 'page')} (low ${low}, high ${high}, batch ${batch})`
  const shown = held > 0 ? [styled(': '), ...frames(pages, held, options)] : []
  return row(label, [styled(bounds), ...shown], options)
}

function row(name: string, text: StyledLine, options: FigureOptions): StyledLine[] {
  const { down } = boxGlyphs(options.unicode)
  const margin = ` ${down} `
  const lines = wrap(text, options.width - names - margin.length)
  return indent(
    lines,
    styled(name.padStart(names) + margin, 'muted'),
    styled(' '.repeat(names) + margin, 'muted'),
  )
}
