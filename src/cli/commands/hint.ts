/** `hint`: the next of an exercise's hints; after the last one all of them again. */
import { line } from '#text/lines.ts'
import { drawingOptions } from '../show/drawing.ts'
import { render } from '#text/render.ts'
import { exerciseProgress } from '#course/progress/index.ts'
import { exerciseOrCurrent } from '../current.ts'
import { printLines } from '../output.ts'
import type { Session } from '../session.ts'

export function hint(session: Session, typed: string | undefined): void {
  const { words, terminal, progress } = session
  const { exercise } = exerciseOrCurrent(session, typed)
  const { hints } = session.content.exercise(exercise.name)
  const seen = Math.min(exerciseProgress(progress.current(), exercise.name).hints, hints.length)
  const first = seen === hints.length ? 0 : seen
  const last = seen === hints.length ? hints.length : seen + 1
  for (const [offset, { title, blocks }] of hints.slice(first, last).entries()) {
    const heading = `${words.hintOf(first + offset + 1, hints.length)}: ${title}`
    printLines(
      [line(heading, 'heading'), ...render(blocks, drawingOptions(terminal, terminal.columns)), []],
      terminal,
    )
  }
  if (seen === hints.length) printLines([line(words.noMoreHints, 'muted')], terminal)
  else progress.record({ kind: 'hint', exercise: exercise.name, number: last })
  session.tellNotices()
}
