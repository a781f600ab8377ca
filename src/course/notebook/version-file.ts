/** Where the learner's version of a cell is kept, and what it begins with. */
import type { CellBlock } from '#text/blocks.ts'
import type { Lesson } from '../model.ts'
import type { OwnFile } from '../workspace/index.ts'

/** `cell` is its position in the lesson, from 0; null when the lesson has no such cell. */
export function versionFile(lesson: Lesson, cell: number): OwnFile | null {
  for (const { id, title, blocks } of lesson.sections) {
    const cells = blocks.filter((block): block is CellBlock => block.kind === 'cell')
    const at = cells.findIndex(({ index }) => index === cell)
    const found = cells[at]
    if (!found) continue
    const note = `// Your version of cell ${at + 1} of "${title}" (${lesson.id}). A save runs it in the cell's place.`
    return { path: `${lesson.id}/cells/${id}-${at + 1}.ts`, text: `${note}\n\n${found.code}\n` }
  }
  return null
}
