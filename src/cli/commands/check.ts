/** `check`: judges the learner's files once, for people, for programs (--json) and for a whole workspace (--all). */
import { existsSync } from 'node:fs'
import type { StyledLine } from '#text/lines.ts'
import type { Verdict } from '#course/grader/verdict.ts'
import type { Grader } from '#course/grader/index.ts'
import { assertUsable } from '#course/workspace/index.ts'
import { exerciseOrCurrent } from '../current.ts'
import { allExercises, findExercise, type FoundExercise } from '../find.ts'
import { openSessionGrader } from '../grading.ts'
import { printJson, printLines } from '../output.ts'
import { CourseError, exitCode } from '../problem.ts'
import { inWorkspace, type Session } from '../session.ts'
import { drawVerdict, verdictHeadline, type VerdictOptions } from '../show/verdict.ts'
import { line } from '#text/lines.ts'
import { marks } from '../show/marks.ts'
import { progressLine } from '../show/progress-line.ts'

export interface CheckOptions {
  readonly all: boolean
  readonly json: boolean
  readonly seed?: string
}

export async function check(
  session: Session,
  names: readonly string[],
  options: CheckOptions,
): Promise<void> {
  const { words, workspace } = session
  const seed = options.seed === undefined ? undefined : parseSeed(session, options.seed)
  const targets = chooseTargets(session, names, options.all)
  assertUsable(workspace.folder)
  assertThere(session)
  session.tellNotices()
  const grader = await openSessionGrader(session)
  try {
    const verdicts = await judgeAll(session, grader, targets, { ...options, seed })
    const passed = verdicts.filter((verdict) => verdict?.outcome === 'pass').length
    if (options.json) printJson(asData(targets, verdicts))
    else if (targets.length > 1) {
      printLines([[], line(words.summary(passed, targets.length), 'strong')], session.terminal)
    }
    process.exitCode = passed === targets.length ? exitCode.pass : exitCode.fail
  } finally {
    await grader.close()
    session.tellNotices()
  }
}

function parseSeed({ words }: Session, typed: string): number {
  const seed = Number(typed)
  if (/^\d+$/.test(typed) && Number.isSafeInteger(seed)) return seed
  throw new CourseError(words.notASeed(typed), words.seedAdvice)
}

function chooseTargets(session: Session, names: readonly string[], all: boolean): FoundExercise[] {
  const { content, words } = session
  if (all && names.length > 0) throw new CourseError(words.namesAndAll, words.checkAdvice)
  if (!all && names.length === 0) return [exerciseOrCurrent(session, undefined)]
  if (!all) return names.map((name) => findExercise(content.catalogue, name, words))
  const every = allExercises(content.catalogue)
  if (every.length === 0) throw new CourseError(words.nothingToCheck)
  return every
}

/** A folder the learner named must be there; the usual one is made when the first exercise is started. */
function assertThere({ workspace, options, words }: Session): void {
  const named = options.workspace ?? process.env['KMALLOC_WORKSPACE'] ?? ''
  if (named !== '' && !existsSync(workspace.folder)) {
    throw new CourseError(words.noWorkspace(workspace.folder), words.noWorkspaceAdvice)
  }
}

/** Judges one after the other and says each verdict as it comes; `null` stands for one not started. */
async function judgeAll(
  session: Session,
  grader: Grader,
  targets: readonly FoundExercise[],
  options: { all: boolean; json: boolean; seed: number | undefined },
): Promise<(Verdict | null)[]> {
  const { words, terminal } = session
  const progress = progressLine(terminal, targets.length > 1 && !options.json)
  const verdicts: (Verdict | null)[] = []
  for (const [index, target] of targets.entries()) {
    progress.show(index, targets.length, words.checkingOf(target.exercise.name))
    const verdict = await judge(session, grader, target, options.seed)
    verdicts.push(verdict)
    progress.clear()
    if (!options.json) printLines(drawOutcome(session, target, verdict, options.all), terminal)
  }
  return verdicts
}

async function judge(
  session: Session,
  grader: Grader,
  { lesson, exercise }: FoundExercise,
  seed: number | undefined,
): Promise<Verdict | null> {
  const target = inWorkspace(session, lesson.id, exercise)
  if (!session.workspace.isStarted(target)) return null
  const file = session.workspace.fileOf(target)
  const full = session.content.exercise(exercise.name)
  const verdict = await grader.grade(full, file, seed === undefined ? {} : { seed })
  session.progress.record({
    kind: 'attempt',
    exercise: exercise.name,
    passed: verdict.outcome === 'pass',
  })
  return verdict
}

/** --all has one line for each; what is wrong is told by a check of that exercise alone. */
function drawOutcome(
  session: Session,
  { exercise: { name } }: FoundExercise,
  verdict: Verdict | null,
  brief: boolean,
): StyledLine[] {
  const { words, terminal } = session
  const options: VerdictOptions = {
    width: terminal.columns,
    unicode: terminal.unicode,
    words,
    advice: words.hintCommand(name),
  }
  const { open } = marks(terminal.unicode)
  if (verdict === null) {
    const lines = [line(`${brief ? `${open} ` : ''}${words.notStarted(name)}`, 'muted')]
    return brief ? lines : [...lines, line(words.startWithWatch(name))]
  }
  if (brief) return [verdictHeadline(verdict, options)]
  return drawVerdict(verdict, options)
}

function asData(targets: readonly FoundExercise[], verdicts: readonly (Verdict | null)[]): object {
  return {
    passed: verdicts.filter((verdict) => verdict?.outcome === 'pass').length,
    total: targets.length,
    exercises: targets.map(({ lesson, exercise }, index) => ({
      name: exercise.name,
      lesson: lesson.id,
      started: verdicts[index] !== null,
      verdict: verdicts[index] ?? null,
    })),
  }
}
