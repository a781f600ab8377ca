/** `solution`: the course's own answer, after a pass, or after all hints when the learner insists. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type StyledLine, line } from '#text/lines.ts'
import { renderCode } from '#text/code.ts'
import { exerciseProgress } from '#course/progress/index.ts'
import { confirm } from '../ask.ts'
import { exerciseOrCurrent } from '../current.ts'
import { diffLines, drawDiff } from '../diff.ts'
import type { FoundExercise } from '../find.ts'
import { print, printLines } from '../output.ts'
import { CourseError } from '../problem.ts'
import { inWorkspace, type Session } from '../session.ts'

/** Whether the solution may be shown: freely, after asking, or not before so many more hints. */
type SolutionAccess =
  | { readonly kind: 'free' }
  | { readonly kind: 'ask' }
  | { readonly kind: 'early'; readonly hintsLeft: number }

function solutionAccess(
  session: Pick<Session, 'progress' | 'content'>,
  name: string,
): SolutionAccess {
  const { passed, hints } = exerciseProgress(session.progress.current(), name)
  if (passed !== null) return { kind: 'free' }
  const hintsLeft = session.content.exercise(name).hints.length - hints
  return hintsLeft <= 0 ? { kind: 'ask' } : { kind: 'early', hintsLeft }
}

export async function solution(
  session: Session,
  typed: string | undefined,
  yes: boolean,
): Promise<void> {
  const { words } = session
  const found = exerciseOrCurrent(session, typed)
  const { name } = found.exercise
  const access = solutionAccess(session, name)
  if (access.kind === 'early') {
    throw new CourseError(words.solutionTooEarly(name, access.hintsLeft), words.hintCommand(name))
  }
  if (access.kind === 'ask' && !yes) {
    const shown = await confirm(session, words.confirmSolution, words.solutionAfterHints(name))
    if (!shown) return
  }
  const width = session.terminal.columns
  printLines([line(words.solutionOf(name), 'heading'), []], session.terminal)
  const text = readSolution(session, found)
  printLines(drawSolution(session, text, width), session.terminal)
  if (access.kind === 'free') {
    print('')
    printLines(drawSolutionDiff(session, found, text), session.terminal)
  }
}

export function readSolution({ root }: Session, { exercise }: FoundExercise): string {
  return readFileSync(join(root, exercise.folder, 'solution.ts'), 'utf8').trimEnd()
}

export function drawSolution({ terminal }: Session, text: string, width: number): StyledLine[] {
  return renderCode(text, 'ts', { width, unicode: terminal.unicode })
}

/** The learner's file against the solution. */
export function drawSolutionDiff(
  session: Session,
  { lesson, exercise }: FoundExercise,
  text: string,
): StyledLine[] {
  const { words, workspace } = session
  const own = workspace.read(inWorkspace(session, lesson.id, exercise))
  if (own === null) return [line(words.notStarted(exercise.name), 'muted')]
  const diff = diffLines(own, text)
  if (diff.every(({ sign }) => sign === ' ')) return [line(words.same)]
  return [line(words.diffOf, 'heading'), [], ...drawDiff(diff)]
}
