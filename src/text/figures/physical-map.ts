/** Physical memory as a map, the lowest address on top. */
import { hex } from '#lib/hex.ts'
import type { PhysicalMapView, PhysicalRange } from '#view/physical-map.ts'
import { type StyledLine, styled } from '../lines.ts'
import { type FigureOptions, type MapRow, askedWidth, mapBox, words } from './box.ts'

export function drawPhysicalMap(view: PhysicalMapView, options: FigureOptions): StyledLine[] {
  const zones = view.zones.filter(({ bytes }) => bytes > 0)
  const asked = askedWidth(zones.flatMap(({ ranges }) => ranges.map(rowOf)))
  const maps = zones.map((zone) => {
    const title = `zone ${zone.name}: ${size(zone.bytes)}, ${zone.freePages} of ${zone.bytes / 4096} pages free`
    const end = hex(zone.start + zone.bytes)
    return [
      ...words(title, options, 'strong'),
      ...mapBox(zone.ranges.map(rowOf), end, options, asked),
    ]
  })
  const [only = [], ...more] = maps
  if (more.length === 0) return only
  const title = words(`Physical memory: ${size(view.bytes)}`, options, 'strong')
  return [...title, ...maps.flatMap((map) => [[], ...map])]
}

function rowOf({ start, bytes, what, free }: PhysicalRange): MapRow {
  return { at: hex(start), what: [styled(what, free ? 'good' : 'accent')], size: size(bytes) }
}

function size(bytes: number): string {
  const megabyte = 1024 * 1024
  if (bytes % megabyte === 0) return `${bytes / megabyte} MB`
  if (bytes > 10 * megabyte) return `${(bytes / megabyte).toFixed(1)} MB`
  return `${bytes / 1024} KB`
}
