/** Zones with their marks: a bar of free pages, the marks below it, and what each round compares. */
import type { MarkRound, WatermarksView, ZoneMarks } from '#view/watermarks.ts'
import { glyphs } from '../glyphs.ts'
import { type StyledLine, type StyledRun, indent, styled, tidy } from '../lines.ts'
import { wrap } from '../wrap.ts'
import { count, type FigureOptions, legend, words } from './box.ts'

export function drawWatermarks(view: WatermarksView, options: FigureOptions): StyledLine[] {
  const title = `alloc_pages(${view.mask}, ${view.order}): ${count(2 ** view.order, 'page')}`
  const zones = [...view.zones].sort((one, other) => rank(one) - rank(other))
  return [
    ...words(title, options, 'strong'),
    ...zones.flatMap((zone) => drawZone(zone, view, options)),
    ...words(ending(view), options, view.served ? 'good' : 'bad'),
    ...legend(signs(view), options),
  ]
}

/** The zonelist first, then the zones that are not asked. */
function rank({ place }: ZoneMarks): number {
  return place ?? Number.MAX_SAFE_INTEGER
}

function signs({ zones }: WatermarksView): (readonly [string, string, StyledRun['style']])[] {
  const letters = new Set(zones.flatMap((zone) => marksOf(zone).map(([letter]) => letter)))
  const meanings = [
    ['r', 'reserve'],
    ['f', 'min as the mask lowers it'],
    ['m', 'min'],
    ['l', 'low'],
    ['h', 'high'],
  ] as const
  return meanings
    .filter(([letter]) => letters.has(letter))
    .map(([letter, meaning]) => [letter, meaning, 'accent'])
}

function drawZone(zone: ZoneMarks, view: WatermarksView, options: FigureOptions): StyledLine[] {
  const { name, place, free_pages, present_pages, reserve } = zone
  const asked =
    place === null ? 'not asked' : place === 0 ? 'asked first' : `asked ${ordinal(place)}`
  const head = `zone ${name}, ${asked}: ${free_pages} of ${count(present_pages, 'page')} free`
  const kept =
    reserve > 0 ? `keeps ${reserve} from requests that zone ${view.classZone} should serve` : ''
  return [
    ...words(head, options, place === null ? 'muted' : 'strong'),
    ...(place === null ? [] : bar(zone, options)),
    ...(kept === '' || place === null ? [] : inner(kept, options, 'muted')),
    ...zone.rounds.flatMap((round, index) => drawRound(round, index, zone, view, options)),
  ]
}

function ordinal(place: number): string {
  return ['first', 'second', 'third'][place] ?? `as number ${place + 1}`
}

function inner(text: string, { width }: FigureOptions, style: StyledRun['style'] = 'plain') {
  return indent(wrap([styled(text, style)], width - 4), styled('  '), styled('    '))
}

/** The scale ends somewhat above the highest mark: what is free beyond it is only hinted at. */
function bar(zone: ZoneMarks, { width, unicode }: FigureOptions): StyledLine[] {
  const columns = Math.min(width - 4, 62)
  const { free_pages, reserve, pages_high } = zone
  const end = Math.max(1, Math.ceil((reserve + pages_high) * 1.25))
  const column = (pages: number) => Math.min(columns - 1, Math.floor((pages / end) * columns))
  const filled =
    free_pages >= end ? columns : Math.min(columns, Math.ceil((free_pages / end) * columns))
  const [full, none, beyond] = unicode ? ['█', '░', '▶'] : ['#', '.', '>']
  const tip = free_pages > end ? beyond : ' '
  return [
    tidy([
      styled('  '),
      styled(full.repeat(filled), 'good'),
      styled(none.repeat(columns - filled), 'muted'),
      styled(tip.trimEnd(), 'good'),
    ]),
    tidy([styled('  '), styled(ruler(marksOf(zone), column, columns), 'accent')]),
  ]
}

/** Letters at their marks; one that would cover another moves to the right. */
function ruler(
  marks: readonly (readonly [string, number])[],
  column: (pages: number) => number,
  columns: number,
): string {
  const line = Array.from({ length: columns + marks.length }, () => ' ')
  for (const [letter, pages] of marks) {
    let at = column(pages)
    while (line[at] !== ' ') at++
    line[at] = letter
  }
  return line.join('').trimEnd()
}

/** Lowest first; the marks stand above the reserve. None of a zone that is not asked. */
function marksOf(zone: ZoneMarks): (readonly [string, number])[] {
  const { place, reserve, pages_min, pages_low, pages_high, rounds } = zone
  if (place === null) return []
  const floor = rounds[1]?.lowered ?? pages_min
  return [
    ...(reserve > 0 ? [['r', reserve] as const] : []),
    ...(floor < pages_min ? [['f', reserve + floor] as const] : []),
    ['m', reserve + pages_min],
    ['l', reserve + pages_low],
    ['h', reserve + pages_high],
  ]
}

function drawRound(
  round: MarkRound,
  index: number,
  zone: ZoneMarks,
  view: WatermarksView,
  options: FigureOptions,
): StyledLine[] {
  const { arrow } = glyphs(options.unicode)
  const verdict = round.ok ? 'yes' : 'no'
  const text: StyledLine = [
    styled(`round ${index + 1}: `, 'muted'),
    styled(`${comparison(round, zone, view.order)} `),
    styled(`${arrow} ${verdict}`, round.ok ? 'good' : 'bad'),
    styled(` (${markText(round, zone, view)})`, 'muted'),
  ]
  return indent(wrap(text, options.width - 4), styled('  '), styled('    '))
}

/** The comparison that decided: the last one made, or the first one when all went well. */
function comparison({ tests, ok }: MarkRound, { free_pages }: ZoneMarks, order: number): string {
  const [first] = tests
  const last = ok ? first : tests.at(-1)
  if (!last) return ''
  const sign = last.free > last.least ? '>' : '<='
  if (last.order > 0) {
    return `${last.free} in blocks of ${count(2 ** last.order, 'page')} and more ${sign} ${last.least}`
  }
  const free = order === 0 ? `${free_pages}` : `${free_pages} - ${2 ** order} + 1 = ${last.free}`
  return `${free} ${sign} ${last.least}`
}

function markText(
  { mark, pages, lowered }: MarkRound,
  { reserve }: ZoneMarks,
  { high, harder }: WatermarksView,
) {
  const half = pages - (pages >> 1)
  const isLowered = lowered < pages
  const steps = [
    `${mark} ${pages}`,
    ...(isLowered && high ? [`half of it ${half}`] : []),
    ...(isLowered && harder ? [`a quarter less ${lowered}`] : []),
  ]
  return steps.join(', ') + (reserve > 0 ? `, + reserve ${reserve}` : '')
}

function ending({ served, mayWait, ignoresMarks }: WatermarksView): string {
  if (served)
    return `Zone ${served.zone} gives, in round ${served.round + 1}${served.round === 0 ? '' : ', after kswapd was woken'}.`
  if (ignoresMarks)
    return 'No zone gives, but for this task the marks do not count: it may have the last page.'
  return mayWait
    ? 'No zone gives: the caller has to reclaim memory itself.'
    : 'No zone gives, and the caller cannot wait: it gets NULL.'
}
