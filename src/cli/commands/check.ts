/** `check`: judges the learner's files once, for people, for programs (--json, --reporter) and for a whole workspace. */
import { existsSync } from 'node:fs'
import { indent, line, styled, type StyledLine } from '#text/lines.ts'
import { wrap } from '#text/wrap.ts'
import type { Graded } from '#course/report/report.ts'
import { assertUsable } from '#course/workspace/index.ts'
import { exerciseOrCurrent } from '../current.ts'
import { allExercises, findExercise, type FoundExercise } from '../find.ts'
import { gradeAll } from '../grade-all.ts'
import { openSessionGrader } from '../grading.ts'
import { printLines } from '../output.ts'
import { CourseError, exitCode } from '../problem.ts'
import { type Reporter, writeReport } from '../reporter.ts'
import { inWorkspace, type Session } from '../session.ts'
import { drawVerdict, verdictHeadline, type VerdictOptions } from '../show/verdict.ts'
import { marks } from '../show/marks.ts'
import { progressLine } from '../show/progress-line.ts'

export interface CheckOptions {
  readonly all: boolean
  /** Only what has a file in the workspace. */
  readonly started: boolean
  readonly reporter: Reporter
  /** Where the report goes; the output unless told. */
  readonly output?: string
  readonly seed?: string
}

export async function check(
  session: Session,
  names: readonly string[],
  options: CheckOptions,
): Promise<void> {
  const { words, workspace } = session
  const { reporter, output } = options
  if (reporter === 'pretty' && output !== undefined)
    throw new CourseError(words.outputNeedsReporter, words.checkAdvice)
  const seed = options.seed === undefined ? undefined : parseSeed(session, options.seed)
  assertUsable(workspace.folder)
  assertThere(session)
  const targets = chooseTargets(session, names, options)
  // A report only looks; nothing of the workspace is written then.
  const isReport = reporter !== 'pretty'
  if (!isReport) session.tellNotices()
  const grader = await openSessionGrader(session)
  try {
    const graded = await gradeTargets(session, grader, targets, { ...options, seed })
    if (isReport) writeReport(session, reporter, graded, output)
    else if (targets.length > 1) printSummary(session, graded)
    process.exitCode = graded.every(isPass) ? exitCode.pass : exitCode.fail
  } finally {
    await grader.close()
    if (!isReport) session.tellNotices()
  }
}

export function parseSeed({ words }: Pick<Session, 'words'>, typed: string): number {
  const seed = Number(typed)
  if (/^\d+$/.test(typed) && Number.isSafeInteger(seed)) return seed
  throw new CourseError(words.notASeed(typed), words.seedAdvice)
}

function isPass({ verdict }: Graded): boolean {
  return verdict?.outcome === 'pass'
}

function chooseTargets(
  session: Session,
  names: readonly string[],
  { all, started }: CheckOptions,
): FoundExercise[] {
  const { content, words } = session
  const isMany = all || started
  if (isMany && names.length > 0)
    throw new CourseError(words.namesAndAll(all ? '--all' : '--started'), words.checkAdvice)
  if (all && started) throw new CourseError(words.allOrStarted, words.checkAdvice)
  if (!isMany && names.length === 0) return [exerciseOrCurrent(session, undefined)]
  if (!isMany) return names.map((name) => findExercise(content.catalogue, name, words))
  const every = allExercises(content.catalogue)
  if (every.length === 0) throw new CourseError(words.nothingToCheck)
  if (all) return every
  const found = every.filter(({ lesson, exercise }) =>
    session.workspace.isStarted(inWorkspace(session, lesson.id, exercise)),
  )
  // Nothing at all is no pass: a wrong folder must not look like good work.
  if (found.length === 0)
    throw new CourseError(words.nothingStarted, words.nothingStartedAdvice, exitCode.fail)
  return found
}

/** A folder the learner named must be there; the usual one is made when the first exercise is started. */
function assertThere({ workspace, options, words }: Session): void {
  const named = options.workspace ?? process.env['KMALLOC_WORKSPACE'] ?? ''
  if (named !== '' && !existsSync(workspace.folder)) {
    throw new CourseError(words.noWorkspace(workspace.folder), words.noWorkspaceAdvice)
  }
}

/** Says each verdict as it comes, unless they go into a report. */
async function gradeTargets(
  session: Session,
  grader: Awaited<ReturnType<typeof openSessionGrader>>,
  targets: readonly FoundExercise[],
  {
    all,
    started,
    reporter,
    output,
    seed,
  }: Omit<CheckOptions, 'seed'> & { seed?: number | undefined },
): Promise<Graded[]> {
  const { words, terminal, workspace } = session
  const isPretty = reporter === 'pretty'
  const isBrief = all || started
  const isQuiet = targets.length < 2 || (!isPretty && output === undefined)
  const progress = progressLine(terminal, !isQuiet)
  const files = targets.map((target) => ({ ...target, files: workspace }))
  const graded = await gradeAll(session, grader, files, {
    seed,
    explain: !isPretty || !isBrief,
    onBegin: (done, total, name) => progress.show(done, total, words.checkingOf(name)),
    onGraded(graded) {
      progress.clear()
      if (!isPretty) return
      if (graded.verdict) {
        const passed = isPass(graded)
        session.progress.record({ kind: 'attempt', exercise: graded.name, passed })
      }
      printLines(drawOutcome(session, graded, isBrief), terminal)
    },
  })
  progress.clear()
  return graded
}

/** --all has one line for each; what is wrong is told by a check of that exercise alone. */
function drawOutcome(
  session: Session,
  { name, verdict, explanation }: Graded,
  brief: boolean,
): StyledLine[] {
  const { words, terminal } = session
  const options: VerdictOptions = {
    width: terminal.columns,
    unicode: terminal.unicode,
    colour: terminal.colour,
    words,
    advice: words.hintCommand(name),
    explanation,
    stacked: session.options.plain ?? false,
  }
  const { open } = marks(terminal.unicode)
  if (verdict === null) {
    const sentence = `${brief ? `${open} ` : ''}${words.notStarted(name)}`
    const lines = item([styled(sentence, 'muted')], brief, options.width)
    return brief ? lines : [...lines, ...wrap([styled(words.startWithWatch(name))], options.width)]
  }
  if (brief) return item(verdictHeadline(verdict, options), brief, options.width)
  return drawVerdict(verdict, options)
}

/** What does not fit on a line of a list goes on below the words, not below the sign. */
function item(text: StyledLine, marked: boolean, width: number): StyledLine[] {
  const margin = marked ? 2 : 0
  const [first = [], ...rest] = wrap(text, width - margin)
  return [first, ...indent(rest, styled(' '.repeat(margin)))]
}

function printSummary({ words, terminal }: Session, graded: readonly Graded[]): void {
  const sentence = words.summary(graded.filter(isPass).length, graded.length)
  printLines([[], line(sentence, 'strong')], terminal)
}
