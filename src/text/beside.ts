/** Two things beside one another, or one below the other where there is no room for that. */
import { boxGlyphs, type FigureOptions } from './figures/box.ts'
import { padLine, styled, type StyledLine, trimLine } from './lines.ts'

/** Narrower than this nobody likes to read. */
const narrowest = 34

/** Columns that each of two things beside one another has; `null` where both would be too narrow. */
export function columnWidth(width: number): number | null {
  const column = Math.floor((width - 3) / 2)
  return column < narrowest ? null : column
}

/** `left` is drawn for a column of this width. */
export function beside(
  left: readonly StyledLine[],
  right: readonly StyledLine[],
  column: number,
  { unicode }: Pick<FigureOptions, 'unicode'>,
): StyledLine[] {
  const rule = styled(` ${boxGlyphs(unicode).down} `, 'muted')
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    trimLine([...padLine(left[index] ?? [], column), rule, ...(right[index] ?? [])]),
  )
}
