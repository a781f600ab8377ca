/** Zones as a few lines each: numbers against their marks, then the free blocks by order. */
import type { ZoneState, ZoneStateView } from '#view/zone-state.ts'
import { type StyledLine, indent, styled } from '../lines.ts'
import { wrap } from '../wrap.ts'
import { type FigureOptions, count } from './box.ts'
import { drawChanges } from './changes.ts'

export function drawZoneState(view: ZoneStateView, options: FigureOptions): StyledLine[] {
  const zones = view.zones.flatMap((zone) => {
    const isChanged = view.changes.some(({ what }) => what.startsWith(`${zone.name} `))
    return drawZone(zone, isChanged, options)
  })
  const legend = 'order:free blocks; hot and cold are lists of the CPUs'
  const changes = drawChanges(view.changes, options)
  return [...zones, ...indented(legend, options), ...(changes.length > 0 ? [[], ...changes] : [])]
}

function drawZone(zone: ZoneState, isChanged: boolean, options: FigureOptions): StyledLine[] {
  const { name, free_pages, pages_min, pages_low, pages_high, hot, cold, nr_free } = zone
  const free = `${count(free_pages, 'page')} free; min ${pages_min}, low ${pages_low}, high ${pages_high}; hot ${hot}, cold ${cold}`
  const head = wrap(
    [styled(`${name}${isChanged ? ' * ' : '  '}`, 'strong'), styled(free)],
    options.width,
  )
  const blocks = nr_free.map((number, order) => `${order}:${number}`).join('  ')
  return [...head, ...indented(blocks, options, 'plain')]
}

function indented(
  text: string,
  { width }: FigureOptions,
  style: 'muted' | 'plain' = 'muted',
): StyledLine[] {
  return indent(wrap([styled(text, style)], width - 2), styled('  '))
}
