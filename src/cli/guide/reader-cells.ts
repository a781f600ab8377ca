/** Keys of the reader that work on a cell: the lowest one on the screen that has run. */
import { type Key, stay, type Step } from './events.ts'
import { placedCells } from './draw-reader.ts'
import { bodyRows, textWidth } from './layout.ts'
import { scrollTo } from './scroll.ts'
import type { Guide, Reader } from './state.ts'
import { listOperations } from './stepper.ts'

/**
 * Position in the lesson of the cell a key means: the lowest whose output has come into sight, else the first; `null`
 * when none of the section has run.
 */
function cellInSight(guide: Guide, reader: Reader): number | null {
  const cells = placedCells(guide, reader, textWidth(guide))
  const below = reader.scroll + bodyRows(guide)
  const found = cells.findLast(({ line }) => line < below) ?? cells[0]
  return found?.cell ?? null
}

/** Lines of the page that stay above the output of a cell that is to be seen. */
const kept = 4

/** Brings the output of a cell into sight, with what comes below it. */
export function scrollToCell(guide: Guide, reader: Reader, cell: number): Step {
  const placed = placedCells(guide, reader, textWidth(guide)).find((each) => each.cell === cell)
  return scrollTo(guide, reader, Math.max(reader.scroll, (placed?.line ?? 0) - kept))
}

/** What a key does to the cell in sight; `null` for any other key. */
export function cellKey(guide: Guide, reader: Reader, key: Key): Step | null {
  if (!['e', 'r', 's'].includes(key.text)) return null
  const cell = cellInSight(guide, reader)
  if (cell === null) return stay({ ...guide, notice: guide.words.noCellYet })
  if (key.text === 's') return stay(guide, listOperations(cell))
  if (key.text === 'e') return stay(guide, { kind: 'edit-cell', cell })
  if (!reader.versions[cell]) return stay({ ...guide, notice: guide.words.noVersion })
  return stay(guide, { kind: 'restore-cell', cell })
}
