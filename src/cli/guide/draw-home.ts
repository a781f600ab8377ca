/** The map of the course as lines. */
import { line, padLine, styled, type StyledLine } from '#text/lines.ts'
import { displayWidth } from '#text/width.ts'
import { exerciseProgress, nextThing, summarize } from '#course/progress/index.ts'
import { type ExerciseState, marks, progressBar, stateStyle } from '../show/marks.ts'
import { homeRows, type Row, selectedIndex } from './home.ts'
import type { Guide, Home } from './state.ts'

export interface HomeDrawing {
  readonly lines: readonly StyledLine[]
  /** Line of the selected row. */
  readonly selected: number
}

export function drawHome(guide: Guide, home: Home, width: number): HomeDrawing {
  const { words } = guide
  const rows = homeRows(guide, home)
  const at = selectedIndex(rows, home)
  const filter =
    home.filter === ''
      ? []
      : [
          [styled(`${words.filter}: `, 'muted'), styled(home.filter + marks(guide.unicode).cursor)],
          [],
        ]
  if (rows.length === 0)
    return { lines: [...filter, line(words.nothingMatches, 'muted')], selected: 0 }
  const lines: StyledLine[] = [...filter]
  let selected = 0
  for (const [index, row] of rows.entries()) {
    if (row.kind === 'play' && index > 0) lines.push([])
    if (index === at) selected = lines.length
    lines.push(...drawRow(guide, row, index === at, width))
    if (row.kind === 'next') lines.push([])
  }
  return { lines, selected }
}

function drawRow(guide: Guide, row: Row, isSelected: boolean, width: number): StyledLine[] {
  const { pointer } = marks(guide.unicode)
  const mark = styled(isSelected ? `${pointer} ` : '  ', 'accent')
  const [first = [], ...rest] =
    row.kind === 'next'
      ? drawNext(guide, isSelected)
      : row.kind === 'play'
        ? [line(guide.words.playRow, isSelected ? 'strong' : 'plain')]
        : row.kind === 'lesson'
          ? drawLesson(guide, row, isSelected, width - 2)
          : [drawExercise(guide, row, isSelected, width - 2)]
  return [[mark, ...first], ...rest.map((text) => [styled('  '), ...text])]
}

function drawNext({ words, progress, catalogue }: Guide, isSelected: boolean): StyledLine[] {
  const next = nextThing(progress, catalogue)
  const style = isSelected ? 'strong' : 'plain'
  if (next.kind === 'done') return [line(words.everythingDone, style)]
  const place = words.placeLesson(lessonNumber(next.lesson.id))
  const isNew = progress.place === null
  if (next.kind === 'exercise') {
    const what = `${place} · ${words.placeExercise}`
    return [line(words.continueWith(what), style), line(next.exercise.title, 'muted')]
  }
  const { sections } = next.lesson
  const what = `${place} · ${words.sectionOf(next.section + 1, sections.length)}`
  return [
    line(isNew ? words.startWith(what) : words.continueWith(what), style),
    line(sections[next.section]?.title ?? '', 'muted'),
  ]
}

/** `01-cache-types` is lesson 1. */
export function lessonNumber(id: string): string {
  const digits = /^\d+/.exec(id)
  return digits ? String(Number(digits[0])) : id
}

/** Room for number, title, bar and count on one line. */
const oneLine = 64
const countWidth = 9

function drawLesson(
  guide: Guide,
  { lesson }: Extract<Row, { kind: 'lesson' }>,
  isSelected: boolean,
  width: number,
): StyledLine[] {
  const { words, unicode, progress } = guide
  const { done, total } = summarize(progress, lesson)
  const bar = styled(progressBar(done, total, unicode), done === total ? 'good' : 'accent')
  const counted = words.lessonLine(done, total)
  const title = `${lessonNumber(lesson.id).padStart(2)}  ${lesson.title}`
  const name = line(title, isSelected ? 'strong' : 'plain')
  if (width < oneLine) return [name, [styled('    '), bar, styled(`  ${counted}`, 'muted')]]
  const minutes = words.minutes(lesson.minutes)
  const right = [
    bar,
    styled(`  ${counted.padEnd(countWidth)}`, 'muted'),
    styled(minutes.padStart(7), 'muted'),
  ]
  const used = right.reduce((sum, { text }) => sum + displayWidth(text), 0)
  return [[...padLine(name, width - used), ...right]]
}

function drawExercise(
  guide: Guide,
  { exercise }: Extract<Row, { kind: 'exercise' }>,
  isSelected: boolean,
  width: number,
): StyledLine {
  const state = exerciseState(guide, exercise.name)
  const start = `     ${marks(guide.unicode)[state]} `
  const full = exercise.title
  const name = `  ${exercise.name}`
  const fits = displayWidth(start + full + name) <= width
  return [
    styled(start, stateStyle[state]),
    styled(full, isSelected ? 'strong' : 'plain'),
    styled(fits ? name : '', 'muted'),
  ]
}

function exerciseState({ progress, started }: Guide, name: string): ExerciseState {
  if (exerciseProgress(progress, name).passed !== null) return 'passed'
  return started.includes(name) ? 'started' : 'open'
}
