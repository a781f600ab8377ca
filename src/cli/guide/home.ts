/** The home screen: the map of the course with the next thing selected. */
import type { Catalogue, ExerciseEntry, LessonEntry } from '#course/model.ts'
import { isRead, nextThing } from '#course/progress/index.ts'
import { usualScratch } from '../scratch.ts'
import { type Effect, type Key, stay, type Step } from './events.ts'
import type { Guide, Home } from './state.ts'

export type Row =
  | { readonly id: string; readonly kind: 'next' }
  | { readonly id: string; readonly kind: 'play' }
  | { readonly id: string; readonly kind: 'lesson'; readonly lesson: LessonEntry }
  | {
      readonly id: string
      readonly kind: 'exercise'
      readonly lesson: LessonEntry
      readonly exercise: ExerciseEntry
    }

const firstRow = 'next'

export function openHome(guide: Guide): Guide {
  return { ...guide, screen: { kind: 'home', selected: firstRow, filter: '' }, keysShown: false }
}

/** What is listed: all lessons, the exercises of the one the selection is in, or whatever the filter matches. */
export function homeRows(guide: Guide, home: Home): Row[] {
  const filter = home.filter.toLowerCase()
  if (filter !== '') return allRows(guide.catalogue).filter((row) => matches(row, filter))
  const open = lessonOfSelection(guide, home)
  const rows = allRows(guide.catalogue).filter(
    (row) => row.kind !== 'exercise' || row.lesson.id === open,
  )
  return [{ id: firstRow, kind: 'next' }, ...rows]
}

function allRows({ lessons }: Catalogue): Row[] {
  const rows = lessons.flatMap((lesson): Row[] => [
    { id: `lesson:${lesson.id}`, kind: 'lesson', lesson },
    ...lesson.exercises.map((exercise): Row => ({
      id: `exercise:${exercise.name}`,
      kind: 'exercise',
      lesson,
      exercise,
    })),
  ])
  return [...rows, { id: 'play', kind: 'play' }]
}

function matches(row: Row, filter: string): boolean {
  if (row.kind === 'next') return false
  if (row.kind === 'play') return 'play'.startsWith(filter)
  const entry =
    row.kind === 'lesson'
      ? `${row.lesson.id} ${row.lesson.title}`
      : `${row.exercise.name} ${row.exercise.title}`
  return entry.toLowerCase().includes(filter)
}

function lessonOfSelection(guide: Guide, { selected }: Home): string | null {
  if (selected === firstRow) {
    const next = nextThing(guide.progress, guide.catalogue)
    return next.kind === 'done' ? null : next.lesson.id
  }
  const row = allRows(guide.catalogue).find(({ id }) => id === selected)
  return row === undefined || row.kind === 'next' || row.kind === 'play' ? null : row.lesson.id
}

/** Position of the selected row; the first row when the selected one is not listed. */
export function selectedIndex(rows: readonly Row[], { selected }: Home): number {
  return Math.max(
    0,
    rows.findIndex(({ id }) => id === selected),
  )
}

export function stepHome(guide: Guide, home: Home, key: Key): Step {
  const rows = homeRows(guide, home)
  const index = selectedIndex(rows, home)
  const change = (changed: Partial<Home>): Step =>
    stay({ ...guide, screen: { ...home, ...changed } })
  const select = (to: number): Step => {
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)]
    return row ? change({ selected: row.id }) : stay(guide)
  }
  switch (key.name) {
    case 'up':
      return select(index - 1)
    case 'down':
    case 'tab':
      return select(index + 1)
    case 'home':
    case 'pageup':
      return select(0)
    case 'end':
    case 'pagedown':
      return select(rows.length - 1)
    case 'return':
    case 'right':
      return open(guide, rows[index])
    case 'escape':
      return change({ filter: '', selected: firstRow })
    case 'backspace':
      return refilter(guide, home, home.filter.slice(0, -1))
  }
  if (key.text === 'q' && home.filter === '') return stay(guide, { kind: 'leave' })
  const typed = home.filter === '' && key.text === '/' ? '' : key.text
  return refilter(guide, home, home.filter + typed)
}

/** Selects the first match, so that Enter opens what was typed. */
function refilter(guide: Guide, home: Home, filter: string): Step {
  if (filter === home.filter) return stay(guide)
  const narrowed: Home = { ...home, filter, selected: firstRow }
  const [first] = homeRows(guide, narrowed)
  return stay({ ...guide, screen: { ...narrowed, selected: first?.id ?? firstRow } })
}

function open(guide: Guide, row: Row | undefined): Step {
  if (!row) return stay(guide)
  const opening: Guide = { ...guide, screen: { kind: 'opening' } }
  if (row.kind === 'exercise') {
    return stay(opening, { kind: 'open-exercise', name: row.exercise.name })
  }
  if (row.kind === 'play') return stay(opening, { kind: 'open-play', name: usualScratch })
  if (row.kind === 'lesson') {
    return stay(opening, openLesson(row.lesson.id, null))
  }
  const effect = openNext(guide)
  return effect ? stay(opening, effect) : stay(guide)
}

/** What "Continue" opens; `null` when everything is done. */
export function openNext({ progress, catalogue }: Guide): Effect | null {
  const next = nextThing(progress, catalogue)
  if (next.kind === 'done') return null
  if (next.kind === 'exercise') return { kind: 'open-exercise', name: next.exercise.name }
  return openLesson(next.lesson.id, next.section)
}

export function openLesson(lesson: string, section: number | null): Effect {
  return { kind: 'open-lesson', lesson, section, cameFrom: null }
}

/** Where a lesson opens when no section is named: the first one not read, else the first. */
export function firstUnread(guide: Pick<Guide, 'progress'>, lesson: LessonEntry): number {
  return Math.max(
    0,
    lesson.sections.findIndex(({ id }) => !isRead(guide.progress, lesson.id, id)),
  )
}
