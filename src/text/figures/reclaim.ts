/** The pools of reclaimable pages, zone by zone, and who was asked in a call. */
import type { Asked, PageCost, ReclaimView, ZonePool } from '#view/reclaim.ts'
import { type StyledLine, type StyledRun, styled, tidy } from '../lines.ts'
import { answered, count, type FigureOptions, legend, words } from './box.ts'

type Sign = readonly [unicode: string, ascii: string, style: StyledRun['style']]

const signs: Readonly<Record<PageCost, Sign>> = {
  nothing: ['█', '#', 'good'],
  'file system': ['▓', 'f', 'accent'],
  'I/O': ['▒', 'i', 'accent'],
  'disk is writing it': ['░', 'w', 'muted'],
  'swap area': ['·', '.', 'muted'],
}

const costs = ['nothing', 'file system', 'I/O', 'disk is writing it', 'swap area'] as const

export function drawReclaim(view: ReclaimView, options: FigureOptions): StyledLine[] {
  const { zones, disk, shrinkers, kswapdWoken, asked } = view
  const state = [
    disk.done === null
      ? 'The disk is idle.'
      : `The disk has ${count(disk.pages, 'page')} to write, until tick ${disk.done}.`,
    `${shrinkers === 0 ? 'No cache' : count(shrinkers, 'cache')} can give objects back.`,
    ...(kswapdWoken ? ['kswapd is woken, and runs when this task sleeps.'] : []),
  ]
  return [
    ...zones.flatMap((zone) => drawZone(zone, options)),
    ...legend(
      costs
        .filter((cost) => zones.some(({ pages }) => pages[cost] > 0))
        .map((cost) => [sign(cost, options), meanings[cost], signs[cost][2]] as const),
      options,
    ),
    ...words(state.join(' '), options),
    ...(asked === null ? [] : drawAsked(asked, options)),
  ]
}

const meanings: Readonly<Record<PageCost, string>> = {
  nothing: 'clean: free at once',
  'file system': 'dirty: its file system must be entered',
  'I/O': 'dirty: I/O must be started',
  'disk is writing it': 'the disk writes it',
  'swap area': 'memory of processes: stays',
}

function sign(cost: PageCost, { unicode }: FigureOptions): string {
  return signs[cost][unicode ? 0 : 1]
}

function drawZone(zone: ZonePool, options: FigureOptions): StyledLine[] {
  const { name, free_pages, pages_low, pages_high, nr_active, nr_inactive, pages } = zone
  const head = `zone ${name}: ${free_pages} free (low ${pages_low}, high ${pages_high}), ${nr_inactive} inactive, ${nr_active} active`
  const numbers = costs.filter((cost) => pages[cost] > 0)
  const bar = numbers.length > 0 ? [barOf(zone, options)] : []
  const text = numbers.map((cost) => `${sign(cost, options)} ${pages[cost]}`).join('  ')
  return [
    ...words(head, options, 'strong'),
    ...bar,
    ...(text === '' ? [] : words(`  ${text}`, options)),
  ]
}

/** Each kind that is there gets at least one column. */
function barOf({ pages }: ZonePool, options: FigureOptions): StyledLine {
  const columns = Math.min(options.width - 2, 62)
  const present = costs.filter((cost) => pages[cost] > 0)
  const total = present.reduce((sum, cost) => sum + pages[cost], 0)
  const room = columns - present.length
  const runs = present.map((cost) => {
    const width = 1 + Math.floor((pages[cost] / total) * room)
    return styled(sign(cost, options).repeat(width), signs[cost][2])
  })
  return tidy([styled('  '), ...runs])
}

/** Columns of the first column. */
const names = 42

function drawAsked(asked: readonly Asked[], options: FigureOptions): StyledLine[] {
  const rows = asked.flatMap(({ who, times, byOthers }) => {
    const others = byOthers > 0 ? `, ${byOthers} by others` : ''
    const style = times > 0 ? 'strong' : 'muted'
    return answered(who, `${times}${others}`, options, { column: names, style })
  })
  return [[], ...words('In this call, by the caller:', options, 'strong'), ...rows]
}
