/** The reader: what its keys do. */
import { type Change, exerciseProgress } from '#course/progress/index.ts'
import { answerKey } from './answer.ts'
import { type Effect, type Key, stay, type Step } from './events.ts'
import { backFromWord, glossaryKey } from './glossary.ts'
import { openHome, openLesson, openNext } from './home.ts'
import { pageOf } from './layout.ts'
import { countGates, currentGate, type Part, partsOf, readerParts } from './parts.ts'
import { cellKey } from './reader-cells.ts'
import { jumpKey, searchKey } from './reader-modes.ts'
import { scrollKey, scrollTo } from './scroll.ts'
import { enterSection, passGate } from './section.ts'
import type { Guide, Reader } from './state.ts'

export function stepReader(guide: Guide, reader: Reader, key: Key): Step {
  if (reader.mode.kind === 'jump') return jumpKey(guide, reader, reader.mode.selected, key)
  if (reader.mode.kind === 'search') return searchKey(guide, reader, reader.mode.text, key)
  if (reader.mode.kind === 'glossary') return glossaryKey(guide, reader, reader.mode, key)
  const gate = currentGate(readerParts(reader), reader.passed)
  const isUnseen = key.name === 'return' && reader.scroll < pageOf(guide).last
  if (gate?.kind === 'question' && !isUnseen) {
    const answered = answerKey(guide, reader, gate.prediction, key)
    if (answered) return answered
  }
  const done = scrollKey(guide, reader, key) ?? cellKey(guide, reader, key)
  if (done) return done
  switch (key.name === 'return' || key.text === '' ? key.name : key.text) {
    case 'return':
      return goOn(guide, reader, gate)
    case 'n':
    case 'right':
      return nextSection(guide, reader)
    case 'b':
    case 'left':
    case 'backspace':
      return reader.section > 0 ? enterSection(guide, reader, reader.section - 1) : stay(guide)
    case 'g':
      return mode(guide, reader, {
        kind: 'jump',
        selected: Math.min(reader.section, lastSection(reader)),
      })
    case 'k':
      return stay(guide, { kind: 'open-glossary' })
    case '/':
      return mode(guide, reader, { kind: 'search', text: '' })
    case 'q':
    case 'escape':
      return leaveReader(guide, reader)
    default:
      return stay(guide)
  }
}

function mode(guide: Guide, reader: Reader, next: Reader['mode']): Step {
  return stay({ ...guide, screen: { ...reader, mode: next } })
}

function lastSection({ lesson }: Reader): number {
  return lesson.sections.length - 1
}

/** Back to where the section was opened from: the section a word was met in, an exercise, or the map. */
function leaveReader(guide: Guide, reader: Reader): Step {
  const { cameFrom, lookedUpFrom } = reader
  if (lookedUpFrom) return backFromWord(guide, reader, lookedUpFrom)
  if (cameFrom === null) return stay(openHome(guide))
  const opening: Guide = { ...guide, screen: { kind: 'opening' } }
  // The verdict that sent the learner to the lesson is to be there again.
  const tried = exerciseProgress(guide.progress, cameFrom).attempts > 0
  const check: readonly Effect[] = tried ? [{ kind: 'check' }] : []
  return stay(opening, { kind: 'open-exercise', name: cameFrom }, ...check)
}

/** Enter: first to the end of what is shown, then through the gate, then to the next section. */
function goOn(guide: Guide, reader: Reader, gate: Part | null): Step {
  const { last, step } = pageOf(guide)
  if (reader.scroll < last) return scrollTo(guide, reader, reader.scroll + step)
  if (gate?.kind === 'cell') return passGate(guide, reader)
  if (gate?.kind === 'exercise') {
    const opening: Guide = { ...guide, screen: { kind: 'opening' } }
    return stay(opening, { kind: 'open-exercise', name: gate.name })
  }
  return nextSection(guide, reader)
}

/** A section left forwards with all its gates behind counts as read. */
function nextSection(guide: Guide, reader: Reader): Step {
  const { lesson, section, passed } = reader
  const current = lesson.sections[section]
  if (!current) return afterLesson(guide, reader)
  const gates = partsOf(current)
  const gate = currentGate(gates, passed)
  const isRead = gate === null || (gate.kind === 'exercise' && isLastGate(gates, passed))
  const changes: Change[] = isRead ? [{ kind: 'read', lesson: lesson.id, section: current.id }] : []
  const { guide: next, effects } = enterSection(guide, reader, section + 1)
  return stay(next, { kind: 'record', changes }, ...effects)
}

function isLastGate(parts: readonly Part[], passed: number): boolean {
  return passed === countGates(parts) - 1
}

/** After the page that ends a lesson: its open exercises, then whatever comes next. */
function afterLesson(guide: Guide, { lesson }: Reader): Step {
  const opening: Guide = { ...guide, screen: { kind: 'opening' } }
  const { lessons } = guide.catalogue
  const at = lessons.findIndex(({ id }) => id === lesson.id)
  const exercise = lessons[at]?.exercises.find(
    ({ name }) => exerciseProgress(guide.progress, name).passed === null,
  )
  if (exercise) return stay(opening, { kind: 'open-exercise', name: exercise.name })
  const following = lessons[at + 1]
  if (following) return stay(opening, openLesson(following.id, null))
  const next = openNext(guide)
  return next ? stay(opening, next) : stay(openHome(guide))
}
