/** An address taken apart: a subtraction, then a cut after twelve bits. */
import { hex } from '#lib/hex.ts'
import type { AddressSplitView } from '#view/address-split.ts'
import { type StyledLine, padLine, styled, tidy } from '../lines.ts'
import { type FigureOptions, boxGlyphs, words } from './box.ts'

export function drawAddressSplit(view: AddressSplitView, options: FigureOptions): StyledLine[] {
  const { across } = boxGlyphs(options.unicode)
  const label = (text: string) => styled(text.padEnd(12), 'muted')
  return [
    [label('virtual'), styled(hex(view.virtual), 'strong')],
    [label('PAGE_OFFSET'), styled(hex(view.base)), styled('  subtracted', 'muted')],
    [label(''), styled(across.repeat(10), 'muted')],
    [label('physical'), styled(hex(view.physical), 'strong')],
    [],
    ...cut(view, options),
    ...belongs(view, options),
  ]
}

function cut({ frame, offset }: AddressSplitView, options: FigureOptions): StyledLine[] {
  const isWide = options.width >= 50
  const bits = (value: number, length: number) => {
    const text = value.toString(2).padStart(length, '0')
    return isWide ? (text.match(/.{4}/g) ?? []).join(' ') : text
  }
  return twoCells(
    [
      ['page frame', 'offset in the page'],
      [bits(frame, 20), bits(offset, 12)],
      [hex(frame, 5), hex(offset, 3)],
      [String(frame), String(offset)],
    ],
    options,
  )
}

function twoCells(
  rows: readonly [string, string][],
  { width, unicode }: FigureOptions,
): StyledLine[] {
  const { across, down, corners } = boxGlyphs(unicode)
  const [up, below] = unicode ? ['┬', '┴'] : ['+', '+']
  const asked = [0, 1].map((cell) => Math.max(...rows.map((row) => row[cell]?.length ?? 0)))
  const [left = 0, second = 0] = asked
  const right = Math.max(4, Math.min(second, width - left - 7))
  const edge = (a: string, b: string, c: string): StyledLine => [
    styled(a + across.repeat(left + 2) + b + across.repeat(right + 2) + c, 'muted'),
  ]
  const lines = rows.flatMap(([a, b], index): StyledLine[] => {
    const style = index === 0 ? 'muted' : 'plain'
    // The heading of the narrow form does not fit; its first word says enough.
    const shown = b.length > right ? (b.split(' ')[0] ?? '') : b
    return [
      tidy([
        styled(`${down} `, 'muted'),
        ...padLine([styled(a, style)], left, 'right'),
        styled(` ${down} `, 'muted'),
        ...padLine([styled(shown, style)], right),
        styled(` ${down}`, 'muted'),
      ]),
    ]
  })
  return [edge(corners[0], up, corners[1]), ...lines, edge(corners[2], below, corners[3])]
}

function belongs({ zone, cache }: AddressSplitView, options: FigureOptions): StyledLine[] {
  if (zone === null) return [[], ...words('There is no such page frame.', options)]
  const owner = cache === null ? '' : `, and its page belongs to ${cache}`
  return [[], ...words(`The frame lies in zone ${zone}${owner}.`, options)]
}
