/** A lesson as a transcript: everything is said once, in order, and questions are answered by typing. */
import type { PredictionBlock } from '#text/blocks.ts'
import { drawingOptions } from '../show/drawing.ts'
import { renderCode, renderOutput } from '#text/code.ts'
import { line, type StyledLine } from '#text/lines.ts'
import { render, renderPrediction, type RenderOptions } from '#text/render.ts'
import type { Lesson, LessonEntry, Section } from '#course/model.ts'
import type { Notebook } from '#course/notebook/index.ts'
import { writeOrder } from '#course/order.ts'
import { isRead } from '#course/progress/index.ts'
import { type Part, partsOf } from '../guide/parts.ts'
import { print, printLines } from '../output.ts'
import type { Session } from '../session.ts'
import { drawAnswer, isSameAnswer } from '../show/answers.ts'
import { figureLines, messageOf, sectionHeading } from '../show/page.ts'
import type { Words } from '../words.ts'
import { type Aside, takeAside } from './asides.ts'
import { askLine, stopAsking } from './lines.ts'

interface Reading {
  readonly session: Session
  readonly lesson: Lesson
  readonly notebook: Notebook
  readonly options: RenderOptions
}

type Move = 'on' | 'back' | 'leave'

/** `nested`: the menu asks on after this. */
export async function readLesson(
  session: Session,
  entry: LessonEntry,
  start: number | null,
  nested = false,
): Promise<void> {
  const { content, terminal, words } = session
  const { openNotebook } = await import('#course/notebook/index.ts')
  const lesson = content.lesson(entry.id)
  const options = drawingOptions(terminal, terminal.columns)
  const reading = { session, lesson, notebook: openNotebook(lesson), options }
  session.tellNotices()
  let number = start ?? firstUnread(session, entry)
  while (number < lesson.sections.length) {
    const move = await readSection(reading, number)
    if (move === 'leave') break
    number = move === 'back' ? Math.max(0, number - 1) : number + 1
  }
  if (number >= lesson.sections.length) print(words.lessonDone(lesson.title))
  session.tellNotices()
  if (!nested) stopAsking()
}

function firstUnread({ progress }: Session, entry: LessonEntry): number {
  const current = progress.current()
  return Math.max(
    0,
    entry.sections.findIndex(({ id }) => !isRead(current, entry.id, id)),
  )
}

async function readSection(reading: Reading, number: number): Promise<Move> {
  const { session, lesson } = reading
  const section = lesson.sections[number]
  if (!section) return 'leave'
  const { words, progress } = session
  progress.record({ kind: 'place', lesson: lesson.id, section: section.id })
  say(reading, heading(reading, section, number))
  let cell: number | null = null
  for (const part of partsOf(section)) {
    const move = await readPart(reading, section, part)
    if (move !== 'on') return move
    if (part.kind === 'output') cell = part.cell.index
  }
  const move = await askAside({ session, lesson, section, cell }, words.plainGoOn)
  if (move === 'on') progress.record({ kind: 'read', lesson: lesson.id, section: section.id })
  return move
}

function heading(
  { session, lesson, options }: Reading,
  section: Section,
  number: number,
): StyledLine[] {
  const { words } = session
  const place = words.sectionOf(number + 1, lesson.sections.length)
  return [
    line(`${lesson.title}, ${place}`, 'muted'),
    ...sectionHeading(section, { ...options, words }),
  ]
}

async function readPart(reading: Reading, section: Section, part: Part): Promise<Move> {
  const { options, notebook, session } = reading
  switch (part.kind) {
    case 'text':
      say(reading, render(part.blocks, options))
      return 'on'
    case 'exercise':
      say(reading, render([part.block], options))
      return 'on'
    case 'cell':
      say(reading, renderCode(part.cell.code, 'ts', options))
      return part.asked ? 'on' : ask(session.words.plainRun)
    case 'output':
      say(reading, outputLines(reading, part.cell.index))
      return 'on'
    case 'figure': {
      const figure = (index: number) =>
        figureLines(notebook, index, { ...options, words: session.words })
      say(reading, render([part.figure], { ...options, figure }))
      return 'on'
    }
    case 'question':
      return askPrediction(reading, section, part.prediction)
  }
}

function outputLines({ notebook, options, session }: Reading, cell: number): StyledLine[] {
  const { output, error } = notebook.runCell(cell)
  const failed = error ? [line(session.words.cellFailed(error.line, error.message), 'bad')] : []
  return [...(output === '' ? [] : renderOutput(output, options)), ...failed]
}

/** Asks until the answer makes sense; an empty answer shows the right one. */
async function askPrediction(
  reading: Reading,
  section: Section,
  block: PredictionBlock,
): Promise<Move> {
  const { session, lesson } = reading
  const { words } = session
  // Before the answer is given the cell is not the learner's to run.
  const aside: Aside = { session, lesson, section, cell: null }
  say(reading, renderPrediction(block, reading.options), false)
  for (;;) {
    const question = block.form === 'order' ? words.plainOrder : words.plainAnswer
    const typed = await askLine(`${question} `)
    if (typed === null || /^q(uit)?$/i.test(typed.trim())) return 'leave'
    if (/^b(ack)?$/i.test(typed.trim())) return 'back'
    if (await takeAside(aside, typed)) continue
    const answer = typed.trim() === '' ? null : understood(block, typed.trim())
    if (answer !== undefined) {
      answerPrediction(reading, block, answer)
      return 'on'
    }
    print(complaintAbout(block, typed, words))
  }
}

/** The value that was meant; `undefined` when it is none. */
function understood({ form, choices }: PredictionBlock, typed: string): string | undefined {
  if (form === 'number') return Number.isFinite(Number(typed)) ? String(Number(typed)) : undefined
  if (form === 'choice') return choices[Number(typed) - 1]?.value
  // `2 1 3`, `2,1,3` and `213` are the same.
  const values = Array.from(
    typed.replaceAll(/[\s,]+/g, ''),
    (digit) => choices[Number(digit) - 1]?.value,
  )
  const isWhole = values.length === choices.length && new Set(values).size === choices.length
  const known = values.flatMap((value) => (value === undefined ? [] : [value]))
  return isWhole && known.length === values.length ? writeOrder(known) : undefined
}

function complaintAbout({ form, choices }: PredictionBlock, typed: string, words: Words): string {
  if (form === 'number') return words.notANumber(typed)
  if (form === 'order') return words.notAnOrder(typed, choices.length)
  return words.notAChoice(typed, choices.length)
}

function answerPrediction(reading: Reading, block: PredictionBlock, typed: string | null): void {
  const { session, lesson, notebook, options } = reading
  const { words, progress } = session
  let answer: string
  try {
    answer = notebook.answer(block.index)
  } catch (error) {
    print(words.cellBroken(messageOf(error)))
    return
  }
  const right = typed !== null && isSameAnswer(block, typed, answer)
  say(reading, drawAnswer(block, { typed, answer, right }, words, options))
  if (typed === null) return
  progress.record({
    kind: 'predicted',
    lesson: lesson.id,
    prediction: block.id,
    answer: typed,
    right,
  })
}

/** The same, but what is asked for aside is done first. */
async function askAside(aside: Aside, question: string): Promise<Move> {
  for (;;) {
    const typed = await askLine(`${question} `)
    print('')
    if (typed === null) return 'leave'
    const done = await takeAside(aside, typed)
    if (!done) return moveOf(typed)
  }
}

async function ask(question: string): Promise<Move> {
  const typed = await askLine(`${question} `)
  print('')
  return typed === null ? 'leave' : moveOf(typed)
}

function moveOf(typed: string): Move {
  if (/^q(uit)?$/i.test(typed.trim())) return 'leave'
  return /^b(ack)?$/i.test(typed.trim()) ? 'back' : 'on'
}

function say({ session }: Reading, lines: readonly StyledLine[], gap = true): void {
  if (lines.length > 0) printLines(gap ? [...lines, []] : lines, session.terminal)
}
