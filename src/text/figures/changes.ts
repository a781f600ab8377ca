/** What changed since the picture before, line by line: readable without colour and without the picture. */
import type { StateChange } from '#view/state-change.ts'
import { glyphs } from '../glyphs.ts'
import { type StyledLine, indent, styled } from '../lines.ts'
import { wrap } from '../wrap.ts'
import { type FigureOptions, count } from './box.ts'

/** More than this is told as a number. */
const most = 8

/** No line at all when nothing changed. */
export function drawChanges(
  changes: readonly StateChange[],
  { width, unicode }: FigureOptions,
): StyledLine[] {
  const { arrow } = glyphs(unicode)
  const shown = changes.length > most + 1 ? changes.slice(0, most) : changes
  const lines = shown.flatMap(({ what, before, after }) => {
    const text = [
      styled(`${what}: `),
      styled(before),
      styled(` ${arrow} `),
      styled(after, 'strong'),
    ]
    return indent(wrap(text, width - 2), styled('* ', 'accent'), styled('  '))
  })
  const rest = changes.length - shown.length
  return rest > 0 ? [...lines, [styled(`  ${count(rest, 'more change')}`, 'muted')]] : lines
}
