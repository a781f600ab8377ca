/** What the verdicts on an exercise's own files must be: right passes, wrong fails for a reason that can be told. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckResult, Verdict } from '../grader/index.ts'
import type { Problem } from '../model.ts'
import type { Judgement, Role } from './judging.ts'

/** `judgements`: all of one exercise. */
export function examineVerdicts(judgements: readonly Judgement[], root: string): Problem[] {
  const broken = brokenCheck(judgements)
  if (broken.length > 0) return broken
  return [
    ...judgements.flatMap((judgement) => problemsWith(judgement)),
    ...untold(judgements, root),
  ]
}

/** What stops every file in the same words stands in the check. */
function brokenCheck(judgements: readonly Judgement[]): Problem[] {
  // A cheat may be stopped for what it imports, before the check begins.
  const others = judgements.filter(({ role }) => role !== 'cheat')
  const told = new Set(
    others.flatMap(({ verdicts }) => verdicts.map(({ trouble }) => trouble?.message ?? null)),
  )
  const [message] = told
  const folder = judgements[0]?.exercise.folder
  if (told.size !== 1 || others.length < 2 || !message || folder === undefined) return []
  return [{ file: `${folder}/check.test.ts`, line: 1, message: `It judges no file: ${message}` }]
}

function problemsWith({ file, role, verdicts }: Judgement): Problem[] {
  const message = verdicts.map((verdict) => rules[role](verdict)).find((told) => told !== null)
  return message === undefined || message === null ? [] : [{ file, line: 1, message }]
}

type Rule = (verdict: Verdict) => string | null

const rules: Readonly<Record<Role, Rule>> = {
  starter: (verdict) =>
    mustFail(
      verdict,
      'The starter passes: leave something to do.',
      'The starter is stopped instead of failing a check',
    ),
  solution: mustPass,
  alternative: mustPass,
  misconception: (verdict) =>
    mustFail(
      verdict,
      'The misconception passes: no check catches it.',
      'The misconception is stopped instead of failing a check',
    ),
  cheat: (verdict) =>
    verdict.outcome === 'pass' ? 'The cheat passes: a check has to ask for more.' : null,
}

function mustFail(verdict: Verdict, passes: string, stops: string): string | null {
  if (verdict.outcome === 'pass') return passes
  if (verdict.trouble !== null) return `${stops}: ${verdict.trouble.message}`
  return verdict.checks.length === 0 ? 'There is nothing to fail: check.test.ts has no test.' : null
}

function mustPass(verdict: Verdict): string | null {
  const { outcome, trouble, checks, printed, seed } = verdict
  if (trouble !== null) return `It must pass, and is stopped: ${trouble.message}`
  const failed = checks.find(({ state }) => state !== 'pass')
  if (failed) return `It must pass, and fails "${failed.name}" with --seed ${seed}${why(failed)}`
  if (outcome !== 'pass') return 'There is nothing to pass: check.test.ts has no test.'
  return printed.length > 0 ? `It prints "${printed[0]}": a file to learn from is silent.` : null
}

function why({ failure }: CheckResult): string {
  if (!failure) return '.'
  return `: ${failure.tried === null ? '' : `${failure.tried}: `}${failure.message.split('\n')[0]}`
}

/** A failure says in words what was tried; that is the check's to say. */
function untold(judgements: readonly Judgement[], root: string): Problem[] {
  const names = judgements
    .filter(({ role }) => role === 'starter' || role === 'misconception')
    .flatMap(({ verdicts }) => verdicts.flatMap(({ checks }) => checks))
    .filter(({ failure }) => failure !== null && !failure.tried)
    .map(({ name }) => name)
  const folder = judgements[0]?.exercise.folder
  if (folder === undefined || names.length === 0) return []
  const file = `${folder}/check.test.ts`
  const text = readFileSync(join(root, file), 'utf8')
  return [...new Set(names)].map((name) => ({
    file,
    line: lineOf(text, name),
    message: `"${name}" can fail without saying what was tried: put it into attempt().`,
  }))
}

/** The line that says something, from 1; the first where it is put together as the check runs. */
function lineOf(text: string, words: string): number {
  const index = text.split('\n').findIndex((line) => line.includes(words))
  return index < 0 ? 1 : index + 1
}
