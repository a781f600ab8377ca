/** Finds out why a file does not pass: which known wrong idea it holds, and what it does otherwise than the solution. */
import { join, resolve } from 'node:path'
import { adviseTypes } from '../advice/index.ts'
import type { Exercise } from '../model.ts'
import { loadCheck } from './checks.ts'
import { compileAgainst } from './compile.ts'
import { nothingToExplain, type Explanation, type Misconception } from './explanation.ts'
import type { Survey, SurveyRequest, Target } from './protocol.ts'
import { misconceptionLike, ownFiles, SOLUTION, surveyOnce, surveyOwn } from './survey.ts'
import type { Verdict } from './verdict.ts'

/** What an explanation has to know of an exercise. */
export type Explainable = Pick<Exercise, 'name' | 'folder' | 'kernel' | 'misconceptions'>

export interface ExplainContext {
  readonly root: string
  readonly runtime: string
  /** The answers of the course's own files, by what was asked: they do not change while the course is open. */
  readonly known: Map<string, Promise<readonly Survey[]>>
}

/** Never rejects for anything the learner's file does. An aborted one explains nothing. */
export async function explain(
  context: ExplainContext,
  exercise: Explainable,
  file: string,
  verdict: Verdict,
  signal?: AbortSignal,
): Promise<Explanation> {
  if (verdict.outcome === 'pass') return nothingToExplain
  const options = signal ? { signal } : {}
  const [compared, advice] = await Promise.all([
    verdict.outcome === 'fail' ? compare(context, exercise, resolve(file), verdict, signal) : null,
    adviseTypes(context.root, file, options),
  ])
  return { ...nothingToExplain, ...compared, advice }
}

async function compare(
  context: ExplainContext,
  exercise: Explainable,
  file: string,
  verdict: Verdict,
  signal?: AbortSignal,
): Promise<Pick<Explanation, 'misconception' | 'figures'> | null> {
  const check = await loadCheck(context.root, exercise.folder)
  const { compiled } = await compileAgainst(file, exercise.kernel, check.needs)
  if (!compiled) return null
  const asked = { check: check.code, seeds: [verdict.seed], target: firstFailure(verdict) }
  const [yours, own] = await Promise.all([
    surveyOnce(
      context.runtime,
      { ...asked, files: [{ name: 'yours', file, code: compiled.code }] },
      signal,
    ),
    surveyOfOwn(context, exercise, asked, signal),
  ])
  const [mine] = yours.surveys
  const reference = own.find(({ name }) => name === SOLUTION)
  if (!mine || !reference) return null
  const name = misconceptionLike(mine.print, own)
  const [left, right] = [mine.figure, reference.figure]
  return {
    misconception: name === null ? null : named(exercise, name),
    figures: left && right && { yours: left, reference: right },
  }
}

/** The attempt the verdict tells of first. */
function firstFailure({ checks }: Verdict): Target | null {
  const check = checks.findIndex(({ state }) => state === 'fail')
  const failure = checks[check]?.failure
  return failure ? { check, tried: failure.tried } : null
}

function named({ misconceptions }: Explainable, name: string): Misconception {
  return { name, blocks: misconceptions[name] ?? [] }
}

/** Once for each question; an answer that was cut short is not kept. */
async function surveyOfOwn(
  { root, runtime, known }: ExplainContext,
  { folder, kernel, misconceptions }: Explainable,
  asked: Omit<SurveyRequest, 'kind' | 'files'>,
  signal?: AbortSignal,
): Promise<readonly Survey[]> {
  const key = JSON.stringify([folder, asked])
  const before = known.get(key)
  if (before) return before
  const asking = ownFiles(join(root, folder), Object.keys(misconceptions), kernel).then((files) =>
    surveyOwn(runtime, { ...asked, files }, signal),
  )
  known.set(key, asking)
  const surveys = await asking
  if (signal?.aborted) known.delete(key)
  return surveys
}
