/** The map of the course as a numbered list; the answer is a number or a name. */
import { line, styled, type StyledLine } from '#text/lines.ts'
import type { LessonEntry } from '#course/model.ts'
import { nextThing, summarize } from '#course/progress/index.ts'
import { findExercise, findLesson, type FoundExercise } from '../find.ts'
import { exerciseState } from '../commands/list.ts'
import { print, printLines } from '../output.ts'
import { CourseError } from '../problem.ts'
import type { Session } from '../session.ts'
import { workOn } from './exercise.ts'
import { usualScratch } from '../scratch.ts'
import { readLesson } from './lesson.ts'
import { playOn } from './play.ts'
import { askLine, stopAsking } from './lines.ts'

type Entry =
  | { readonly kind: 'lesson'; readonly lesson: LessonEntry; readonly section: number | null }
  | { readonly kind: 'exercise'; readonly found: FoundExercise }
  | { readonly kind: 'play' }

export async function plainHome(session: Session): Promise<void> {
  const { words } = session
  for (;;) {
    session.tellNotices()
    const entries = entriesOf(session)
    printLines(
      [[], ...entries.map((entry, index) => drawEntry(session, entry, index)), []],
      session.terminal,
    )
    const typed = await askLine(`${words.plainMenu} `)
    if (typed === null || /^q(uit)?$/i.test(typed.trim())) break
    await open(session, chosen(session, entries, typed.trim()))
  }
  print('')
  stopAsking()
}

/** The next thing is number 1. */
function entriesOf(session: Session): Entry[] {
  const { catalogue } = session.content
  const next = nextThing(session.progress.current(), catalogue)
  const first: Entry[] =
    next.kind === 'done'
      ? []
      : next.kind === 'section'
        ? [{ kind: 'lesson', lesson: next.lesson, section: next.section }]
        : [{ kind: 'exercise', found: next }]
  const rest = catalogue.lessons.flatMap((lesson): Entry[] => [
    { kind: 'lesson', lesson, section: null },
    ...lesson.exercises.map((exercise): Entry => ({
      kind: 'exercise',
      found: { lesson, exercise },
    })),
  ])
  return [...first, ...rest, { kind: 'play' }]
}

function drawEntry(session: Session, entry: Entry, index: number): StyledLine {
  const { words, progress } = session
  const number = styled(`${String(index + 1).padStart(3)}. `, 'muted')
  if (entry.kind === 'play') return [number, styled(words.playRow)]
  if (entry.kind === 'exercise') {
    const { lesson, exercise } = entry.found
    const state = words.state[exerciseState(session, lesson, exercise)]
    return [number, styled(`${words.exerciseHead} ${exercise.name}: ${exercise.title} (${state})`)]
  }
  const { lesson, section } = entry
  if (section !== null) {
    const place = `${lesson.title}, ${words.sectionOf(section + 1, lesson.sections.length)}`
    return [number, ...line(words.continueWith(place), 'strong')]
  }
  const { done, total } = summarize(progress.current(), lesson)
  return [number, styled(`${lesson.id}: ${lesson.title} (${words.lessonLine(done, total)})`)]
}

/** The entry a number or a name stands for; `null`, and a sentence, when there is none. */
function chosen(session: Session, entries: readonly Entry[], typed: string): Entry | null {
  const { content, words } = session
  if (typed === '') return entries[0] ?? null
  if (typed === 'play') return { kind: 'play' }
  const numbered = /^\d+$/.test(typed) ? entries[Number(typed) - 1] : undefined
  if (numbered) return numbered
  const isExercise = content.catalogue.lessons.some(({ exercises }) =>
    exercises.some(({ name }) => name === typed),
  )
  try {
    if (isExercise) {
      return { kind: 'exercise', found: findExercise(content.catalogue, typed, words) }
    }
    return { kind: 'lesson', lesson: findLesson(content.catalogue, typed, words), section: null }
  } catch (error) {
    if (!(error instanceof CourseError)) throw error
    print(`${words.notUnderstood(typed)} ${error.advice}`)
    return null
  }
}

async function open(session: Session, entry: Entry | null): Promise<void> {
  if (entry?.kind === 'lesson') await readLesson(session, entry.lesson, entry.section, true)
  if (entry?.kind === 'play') await playOn(session, usualScratch, true)
  if (entry?.kind === 'exercise') await workOn(session, entry.found, true)
}
