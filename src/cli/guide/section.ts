/** Opening a section, and going through its gates one by one. */
import { type Change, exerciseProgress, isRead, recordedAnswer } from '#course/progress/index.ts'
import { type Effect, stay, type Step } from './events.ts'
import { lastPartLine } from './draw-reader.ts'
import { pageOf, textWidth } from './layout.ts'
import { countGates, currentGate, type Part, partsOf, readerParts, visibleParts } from './parts.ts'
import { type Guide, type Reader, type Spot, untouched } from './state.ts'

/** Shows a section: whole when it was read before, else up to its first gate; or as it was left. */
export function enterSection(
  guide: Guide,
  reader: Reader,
  section: number,
  backAt: Spot | null = null,
): Step {
  const entered: Reader = {
    ...reader,
    section,
    passed: 0,
    ...untouched,
    scroll: backAt?.scroll ?? 0,
    mode: { kind: 'reading' },
  }
  const current = reader.lesson.sections[section]
  if (!current) return stay({ ...guide, screen: entered })
  const wasRead = isRead(guide.progress, reader.lesson.id, current.id)
  const passed = wasRead ? countGates(partsOf(current)) : (backAt?.passed ?? 0)
  const place: Change = { kind: 'place', lesson: reader.lesson.id, section: current.id }
  return reveal({ ...guide, screen: { ...entered, passed } }, { ...entered, passed }, [
    { kind: 'record', changes: [place] },
  ])
}

/** Passes gates that need nothing from the reader and asks for what the newly visible parts show. */
function reveal(guide: Guide, reader: Reader, before: readonly Effect[] = []): Step {
  const parts = readerParts(reader)
  let { passed } = reader
  while (isOpenGate(guide, reader, currentGate(parts, passed))) passed++
  const revealed = { ...reader, passed }
  const visible = visibleParts(parts, passed)
  const standing = currentGate(parts, passed)
  const wanted = visible.flatMap((part) =>
    part === standing ? [] : computed(guide, revealed, part),
  )
  return stay({ ...guide, screen: revealed }, ...before, ...wanted)
}

/** A question answered on an earlier day, or an exercise that passes, holds nobody up. */
function isOpenGate(guide: Guide, reader: Reader, gate: Part | null): boolean {
  if (gate?.kind === 'exercise') {
    return exerciseProgress(guide.progress, gate.name).passed !== null
  }
  if (gate?.kind === 'question') return answerOf(guide, reader, gate.prediction.id) !== null
  return false
}

function answerOf({ progress }: Guide, { lesson }: Reader, prediction: string): string | null {
  return recordedAnswer(progress, lesson.id, prediction)
}

/** What has to be computed before a part can be shown, unless it was. */
function computed(guide: Guide, reader: Reader, part: Part): Effect[] {
  if (part.kind === 'output' && reader.outputs[part.cell.index] === undefined) {
    return [{ kind: 'run-cell', cell: part.cell.index }]
  }
  if (part.kind === 'figure' && reader.figures[part.figure.index] === undefined) {
    return [{ kind: 'make-figure', figure: part.figure.index }]
  }
  if (part.kind === 'question' && reader.answers[part.prediction.index] === undefined) {
    const typed = answerOf(guide, reader, part.prediction.id)
    return [{ kind: 'answer', prediction: part.prediction.index, typed }]
  }
  return []
}

/** Goes through a gate and scrolls so that what appears is in sight, and the question that it answers. */
export function passGate(guide: Guide, reader: Reader): Step {
  const gate = currentGate(readerParts(reader), reader.passed)
  const from =
    gate?.kind === 'question'
      ? lastPartLine(guide, reader, textWidth(guide))
      : pageOf(guide).lines - kept
  const passed = reveal(guide, {
    ...reader,
    passed: reader.passed + 1,
    ...untouched,
  })
  return follow(passed, from)
}

/** Lines that stay in sight above what is new. */
const kept = 4

/** Scrolls down to this line. */
function follow({ guide, effects }: Step, line: number): Step {
  const { screen } = guide
  if (screen.kind !== 'reader') return { guide, effects }
  const scroll = Math.max(screen.scroll, line)
  return { guide: { ...guide, screen: { ...screen, scroll } }, effects }
}
