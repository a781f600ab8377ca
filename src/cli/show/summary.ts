/** A summary as lines: a row of signs for each learner, what each exercise came to, what is wrong most often. */
import {
  indent,
  line,
  padLine,
  type StyledLine,
  styled,
  type Style,
  trimLine,
} from '#text/lines.ts'
import { toAscii } from '#text/glyphs.ts'
import { displayWidth, graphemes, printable } from '#text/width.ts'
import { wrap } from '#text/wrap.ts'
import type { ExerciseOutcome } from '#course/report/report.ts'
import type { ExerciseSummary, LearnerSummary, Summary } from '#course/report/summary.ts'
import type { Words } from '../words.ts'
import { marks } from './marks.ts'

export interface SummaryOptions {
  readonly width: number
  readonly unicode: boolean
  readonly words: Words
}

/** Of checks and misconceptions, each. */
const mostShown = 10
const longestName = 24
const between = 2

export function drawSummary(summary: Summary, options: SummaryOptions): StyledLine[] {
  const groups = [
    ...drawLearners(summary, options),
    legend(options),
    drawProblems(summary.learners, options),
    drawExercises(summary, options),
    drawFrequent(summary, options),
  ]
  return groups
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index > 0 ? [[], ...lines] : lines))
}

function signs({ unicode }: SummaryOptions): Record<ExerciseOutcome, readonly [string, Style]> {
  const { passed, failed, open } = marks(unicode)
  return {
    pass: [passed, 'good'],
    fail: [failed, 'bad'],
    stopped: ['!', 'bad'],
    'not-started': [open, 'muted'],
  }
}

/** One table, or several where the lessons do not fit beside each other. */
function drawLearners({ learners, exercises }: Summary, options: SummaryOptions): StyledLine[][] {
  const { words, width } = options
  const judged = learners.filter(({ problem }) => problem === null)
  const names = judged.map(({ learner }) => safe(learner, options))
  const widest = Math.max(displayWidth(words.learner), ...names.map(displayWidth))
  const column = Math.min(widest, longestName, Math.floor(width / 2)) + between
  return tables(exercises, width - column).map((lessons, table) => {
    const head = [
      padLine(line(words.learner, 'strong'), column),
      ...lessons.map(({ id, own }) => padLine(line(id, 'strong'), widthOf(id, own) + between)),
    ]
    const rows = judged.map((learner, index) => [
      padLine(line(ending(names[index] ?? '', column - between, options)), column),
      ...lessons.map(({ id, own }) =>
        padLine(signsOf(learner, own, options), widthOf(id, own) + between),
      ),
      line(table === 0 ? words.lessonLine(learner.passed, exercises.length) : '', 'muted'),
    ])
    return [head, ...rows].map((cells) => trimLine(cells.flat()))
  })
}

interface LessonColumn {
  readonly id: string
  readonly own: readonly ExerciseSummary[]
}

/** Room for `12 of 60` behind the signs. */
const roomForTotal = 10

function tables(exercises: readonly ExerciseSummary[], width: number): LessonColumn[][] {
  const lessons = [...new Set(exercises.map(({ lesson }) => lesson))].map((lesson) => ({
    id: lesson.slice(0, 2),
    own: exercises.filter((exercise) => exercise.lesson === lesson),
  }))
  const made: LessonColumn[][] = [[]]
  let left = width - roomForTotal
  for (const lesson of lessons) {
    const needed = widthOf(lesson.id, lesson.own) + between
    if (needed > left && made.at(-1)?.length !== 0) {
      made.push([])
      left = width
    }
    made.at(-1)?.push(lesson)
    left -= needed
  }
  return made
}

function widthOf(id: string, own: readonly ExerciseSummary[]): number {
  return Math.max(displayWidth(id), own.length)
}

function signsOf(
  { exercises }: LearnerSummary,
  own: readonly ExerciseSummary[],
  options: SummaryOptions,
): StyledLine {
  const known = signs(options)
  return own.map(({ name }) => {
    const outcome = exercises.find((one) => one.name === name)?.outcome ?? 'not-started'
    return styled(...known[outcome])
  })
}

function legend(options: SummaryOptions): StyledLine[] {
  const { words, width } = options
  const known = signs(options)
  const text = words.outcomes.map(([outcome, told]) => `${known[outcome][0]} ${told}`).join(', ')
  return wrap([styled(text, 'muted')], width)
}

function drawProblems(learners: readonly LearnerSummary[], options: SummaryOptions): StyledLine[] {
  return learners.flatMap(({ problem, workspace }) =>
    problem === null
      ? []
      : wrap(
          [styled(options.words.notJudged(safe(workspace, options), problem), 'bad')],
          options.width,
        ),
  )
}

function drawExercises({ exercises, learners }: Summary, options: SummaryOptions): StyledLine[] {
  const { words, width } = options
  const judged = learners.filter(({ problem }) => problem === null).length
  if (judged === 0) return []
  return [
    line(words.exercisesHead, 'strong'),
    ...exercises.flatMap(({ name, passed, failed, stopped, notStarted }) =>
      item(`${name}: ${words.exerciseCounts({ passed, failed, stopped, notStarted })}`, width),
    ),
  ]
}

function drawFrequent({ exercises }: Summary, options: SummaryOptions): StyledLine[] {
  const { words } = options
  const all = (kind: 'checks' | 'misconceptions') =>
    exercises
      .flatMap((exercise) => exercise[kind].map((found) => ({ ...found, exercise: exercise.name })))
      .toSorted((a, b) => b.learners - a.learners)
      .slice(0, mostShown)
  const list = (head: string, kind: 'checks' | 'misconceptions') => {
    const found = all(kind)
    if (found.length === 0) return []
    const lines = found.flatMap(({ name, learners, exercise }) =>
      item(safe(`${learners} × ${exercise}: ${name}`, options), options.width),
    )
    return [...wrap([styled(head, 'strong')], options.width), ...lines]
  }
  const checks = list(words.frequentChecks, 'checks')
  const ideas = list(words.frequentMisconceptions, 'misconceptions')
  return checks.length > 0 && ideas.length > 0 ? [...checks, [], ...ideas] : [...checks, ...ideas]
}

function item(text: string, width: number): StyledLine[] {
  const margin = styled('  ')
  return indent(wrap([styled(text)], width - 4), margin, styled('    '))
}

/** Of a long name its end tells more than its beginning. */
function ending(text: string, width: number, { unicode }: SummaryOptions): string {
  if (displayWidth(text) <= width) return text
  const mark = unicode ? '…' : '..'
  const parts = graphemes(text)
  while (parts.length > 0 && displayWidth(mark + parts.join('')) > width) parts.shift()
  return mark + parts.join('')
}

/** A learner's folder may be called anything. */
function safe(text: string, { unicode }: SummaryOptions): string {
  const clean = printable(text)
  return unicode ? clean : toAscii(clean)
}
