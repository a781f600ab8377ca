/** The line with the keys that matter now. */
import { styled, type StyledLine } from '#text/lines.ts'
import { marks } from '../show/marks.ts'
import { pageOf } from './layout.ts'
import { currentGate, readerParts, visibleParts } from './parts.ts'
import type { Guide, Reader, Workbench } from './state.ts'

/** The keys as one text, or the line itself while something is typed in it. */
export function footerOf(guide: Guide): string | StyledLine {
  const { screen, words } = guide
  if (guide.keysShown) return words.anyKey
  switch (screen.kind) {
    case 'opening':
      return ''
    case 'home':
      return words.footer.home
    case 'reader':
      return readerFooter(guide, screen)
    case 'workbench':
      return workbenchFooter(guide, screen)
    case 'stepper':
      return screen.stepped ? words.footer.steps : words.footer.operations
    case 'playground':
      return words.footer.play
  }
}

function readerFooter(guide: Guide, reader: Reader): string | StyledLine {
  const { words, unicode } = guide
  const { footer } = words
  const { mode } = reader
  if (mode.kind === 'jump') return footer.jump
  if (mode.kind === 'glossary') return footer.glossary
  if (mode.kind === 'search') {
    return [styled(`${words.search}: `, 'accent'), styled(mode.text + marks(unicode).cursor)]
  }
  if (reader.scroll < pageOf({ ...guide, notice: null }).last) return footer.more
  if (reader.section >= reader.lesson.sections.length) return footer.lessonEnd
  const gate = currentGate(readerParts(reader), reader.passed)
  if (gate?.kind === 'cell') return footer.cell
  if (gate?.kind === 'question') return footer[gate.prediction.form]
  const cells = cellsBehind(reader)
  if (gate?.kind === 'exercise') return cells.length > 0 ? footer.exerciseAndCell : footer.exercise
  if (cells.some((cell) => reader.versions[cell])) return footer.goOnOrRestore
  return cells.length > 0 ? footer.goOnOrEdit : footer.goOn
}

/** Positions of the cells that can be edited and stepped through by now. */
function cellsBehind(reader: Reader): number[] {
  const parts = visibleParts(readerParts(reader), reader.passed)
  return parts.flatMap((part) => (part.kind === 'output' ? [part.cell.index] : []))
}

function workbenchFooter({ words }: Guide, bench: Workbench): string {
  const { footer } = words
  if (bench.confirm !== null) return footer.confirm
  if (bench.sheet) return footer.view
  return bench.verdict?.outcome === 'pass' ? footer.passed : footer.working
}
