/** `learn`: a lesson in the guided screen, as a transcript, or printed when nobody is there to answer. */
import { line } from '#text/lines.ts'
import { drawingOptions } from '../show/drawing.ts'
import type { Notebook } from '#course/notebook/index.ts'
import { findLesson, findSection } from '../find.ts'
import { printLines } from '../output.ts'
import type { Session } from '../session.ts'
import { drawPrintedSection } from '../show/page.ts'

export async function learn(
  session: Session,
  typed: string,
  options: { section?: string },
): Promise<void> {
  const { content, words, terminal } = session
  const entry = findLesson(content.catalogue, typed, words)
  const section = options.section === undefined ? null : findSection(entry, options.section, words)
  if (terminal.screen) {
    const { openGuide } = await import('../guide/run.ts')
    await openGuide(session, { kind: 'lesson', lesson: entry.id, section })
    return
  }
  if (terminal.plain && (terminal.canAsk || session.options.plain)) {
    const { readLesson } = await import('../transcript/lesson.ts')
    await readLesson(session, entry, section)
    return
  }
  await printLesson(session, entry.id, section)
}

/** The whole lesson, or one section of it, as text. */
async function printLesson(session: Session, id: string, only: number | null): Promise<void> {
  const { content, words, terminal } = session
  session.tellNotices()
  const lesson = content.lesson(id)
  const options = { ...drawingOptions(terminal, terminal.columns), words }
  let opened: Notebook | null = null
  const openNotebook = async (): Promise<Notebook> => {
    const { openNotebook: open } = await import('#course/notebook/index.ts')
    opened ??= open(lesson)
    return opened
  }
  const numbers = only === null ? [...lesson.sections.keys()] : [only]
  printLines([line(`${lesson.id}  ${lesson.title}`, 'strong'), []], terminal)
  for (const number of numbers) {
    const lines = await drawPrintedSection({ lesson, number }, openNotebook, options)
    printLines([...lines, []], terminal)
  }
  if (lesson.problems.length > 0) {
    printLines([line(words.lessonProblems(lesson.problems.length), 'muted')], terminal)
  }
}
