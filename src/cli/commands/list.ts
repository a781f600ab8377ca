/** `list`: every lesson and exercise with what is done, for people and with --json for programs. */
import { type StyledLine, line, styled } from '#text/lines.ts'
import { displayWidth } from '#text/width.ts'
import { wrap } from '#text/wrap.ts'
import type { ExerciseEntry, LessonEntry } from '#course/model.ts'
import { exerciseProgress, type NextThing, nextThing, summarize } from '#course/progress/index.ts'
import { print, printJson, printLines } from '../output.ts'
import type { Session } from '../session.ts'
import { type ExerciseState, marks, progressBar, stateStyle } from '../show/marks.ts'

export function list(session: Session, { json }: { json: boolean }): void {
  session.tellNotices()
  if (json) {
    printJson(asData(session))
    return
  }
  const { lessons } = session.content.catalogue
  if (lessons.length === 0) {
    print(session.words.noContent)
    return
  }
  const next = nextThing(session.progress.current(), session.content.catalogue)
  printLines(
    [...lessons.flatMap((lesson) => drawLesson(session, lesson)), [], ...drawNext(session, next)],
    session.terminal,
  )
}

/** Wide enough for the bar, the count and a title on one line. */
const oneLine = 60

function drawLesson(session: Session, lesson: LessonEntry): StyledLine[] {
  const { words, terminal } = session
  const { done, total } = summarize(session.progress.current(), lesson)
  const longest = Math.max(...session.content.catalogue.lessons.map(({ id }) => id.length))
  const head: StyledLine = [
    styled(lesson.id.padEnd(longest + 2), 'strong'),
    styled(`${progressBar(done, total, terminal.unicode)}  `, done === total ? 'good' : 'accent'),
    styled(`${words.lessonLine(done, total).padEnd(9)} `, 'muted'),
  ]
  const titled =
    terminal.columns >= oneLine
      ? [[...head, styled(lesson.title)]]
      : [head, line(`  ${lesson.title}`)]
  return [...titled, ...lesson.exercises.map((exercise) => drawExercise(session, lesson, exercise))]
}

function drawExercise(session: Session, lesson: LessonEntry, exercise: ExerciseEntry): StyledLine {
  const state = exerciseState(session, lesson, exercise)
  const mark = marks(session.terminal.unicode)[state]
  const start = `  ${mark} ${exercise.name}`
  const title = `  ${exercise.title}`
  const fits = displayWidth(start) + displayWidth(title) <= session.terminal.columns
  return [styled(start, stateStyle[state]), styled(fits ? title : '', 'muted')]
}

export function exerciseState(
  session: Session,
  lesson: LessonEntry,
  { name }: ExerciseEntry,
): ExerciseState {
  if (exerciseProgress(session.progress.current(), name).passed !== null) return 'passed'
  return session.workspace.isStarted({ name, lesson: lesson.id, starter: '' }) ? 'started' : 'open'
}

function drawNext({ words, terminal }: Session, next: NextThing): StyledLine[] {
  const say = (sentence: string, command: string) => [
    ...wrap([styled(`${words.next}: ${sentence}`)], terminal.columns),
    line(`  ${words.course} ${command}`, 'code'),
  ]
  if (next.kind === 'done') return wrap([styled(words.everythingDone)], terminal.columns)
  if (next.kind === 'exercise') {
    const { name, title } = next.exercise
    return say(words.nextExercise(name, title), `watch ${name}`)
  }
  const { id, title, sections } = next.lesson
  const section = sections[next.section]
  const option = section && next.section > 0 ? ` --section ${section.id}` : ''
  const sentence = words.nextSection(id, title, next.section + 1, sections.length)
  return say(sentence, `learn ${id}${option}`)
}

function asData(session: Session): object {
  const progress = session.progress.current()
  const { catalogue } = session.content
  const next = nextThing(progress, catalogue)
  return {
    language: catalogue.language,
    lessons: catalogue.lessons.map((lesson) => ({
      id: lesson.id,
      title: lesson.title,
      minutes: lesson.minutes,
      sections: lesson.sections.length,
      sectionsRead: summarize(progress, lesson).sectionsRead,
      exercises: lesson.exercises.map((exercise) => ({
        name: exercise.name,
        title: exercise.title,
        minutes: exercise.minutes,
        state: exerciseState(session, lesson, exercise),
        attempts: exerciseProgress(progress, exercise.name).attempts,
        hints: exerciseProgress(progress, exercise.name).hints,
      })),
    })),
    next:
      next.kind === 'done'
        ? null
        : next.kind === 'exercise'
          ? { lesson: next.lesson.id, exercise: next.exercise.name }
          : { lesson: next.lesson.id, section: next.lesson.sections[next.section]?.id ?? null },
  }
}
