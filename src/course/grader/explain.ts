/** Finds out why a file does not pass: which known wrong idea it holds, and what it does otherwise than the solution. */
import { join, resolve } from 'node:path'
import { adviseTypes } from '../advice/index.ts'
import type { Exercise } from '../model.ts'
import { loadCheck } from './checks.ts'
import { compileAgainst } from './compile.ts'
import { nothingToExplain, type Explanation, type Misconception } from './explanation.ts'
import { findDivergence } from './divergence.ts'
import type { Survey, SurveyedFile, SurveyRequest, Target } from './protocol.ts'
import { Questions } from './questions.ts'
import { misconceptionLike, ownFile, ownFiles, SOLUTION, surveyOwn } from './survey.ts'
import type { Verdict } from './verdict.ts'

/** What an explanation has to know of an exercise. */
export type Explainable = Pick<Exercise, 'name' | 'folder' | 'kernel' | 'misconceptions'>

export interface ExplainContext {
  readonly root: string
  readonly runtime: string
  /** The answers of the course's own files, by what was asked: they do not change while the course is open. */
  readonly known: Map<string, readonly Survey[]>
}

export interface ExplainOptions {
  /** Stops the work, for a learner who has saved again; what is returned then means nothing. */
  readonly signal?: AbortSignal
  /** Called with what is known before everything is, if it is worth showing. */
  readonly onPart?: (explanation: Explanation) => void
}

/** Never rejects for anything the learner's file does. */
export async function explain(
  context: ExplainContext,
  exercise: Explainable,
  file: string,
  verdict: Verdict,
  options: ExplainOptions,
): Promise<Explanation> {
  if (verdict.outcome === 'pass') return nothingToExplain
  const { signal, onPart } = options
  // TypeScript would read what cannot be read, such as a pipe, and not come back.
  if (verdict.trouble?.kind === 'missing-file') return nothingToExplain
  const advising = adviseTypes(context.root, file, signal ? { signal } : {})
  if (verdict.outcome === 'stopped') return { ...nothingToExplain, advice: await advising }
  const compared = await compare(context, exercise, resolve(file), verdict, signal)
  const part = { ...nothingToExplain, ...compared }
  if (compared && Object.values(compared).some((found) => found !== null)) onPart?.(part)
  return { ...part, advice: await advising }
}

type Compared = Pick<Explanation, 'misconception' | 'figures' | 'divergence'>

/** The learner's file is run in one child process, the course's own files in another. */
async function compare(
  context: ExplainContext,
  exercise: Explainable,
  file: string,
  verdict: Verdict,
  signal?: AbortSignal,
): Promise<Compared | null> {
  const check = await loadCheck(context.root, exercise.folder)
  const { compiled } = await compileAgainst(file, exercise.kernel, check.needs)
  if (!compiled) return null
  const own = new Questions(context.runtime, signal)
  const theirs = new Questions(context.runtime, signal)
  const { seed } = verdict
  const subject = {
    exercise,
    check: check.code,
    seed,
    target: firstFailure(verdict),
    file: { name: file, file, code: compiled.code },
  }
  try {
    return await compareIn(context, subject, theirs, own)
  } finally {
    own.close()
    theirs.close()
  }
}

interface Compare {
  readonly exercise: Explainable
  readonly check: string
  readonly seed: number
  readonly target: Target | null
  readonly file: SurveyedFile
}

async function compareIn(
  context: ExplainContext,
  { exercise, check, seed, target, file }: Compare,
  theirs: Questions,
  own: Questions,
): Promise<Compared | null> {
  const asked = { check, seeds: [seed] }
  const [{ surveys }, ownSurveys] = await Promise.all([
    theirs.survey({ ...asked, target, files: [file] }),
    surveysOfOwn(context, exercise, asked, own),
  ])
  const [yours] = surveys
  if (!yours) return null
  const name = misconceptionLike(yours.print, ownSurveys)
  const misconception = name === null ? null : named(exercise, name)
  const compared: Compared = { misconception, figures: null, divergence: null }
  const shows = yours.figure !== null || yours.events.digests.length > 0
  const path = join(context.root, exercise.folder, SOLUTION)
  const solution = target && (await ownFile(SOLUTION, path, exercise.kernel))
  if (!target || !solution) return compared
  const [reference] = (await own.survey({ ...asked, target, files: [solution] })).surveys
  if (!reference || (!shows && reference.events.digests.length === 0)) return compared
  const request = { check, seed, target }
  return {
    misconception,
    figures: yours.figure &&
      reference.figure && { yours: yours.figure, reference: reference.figure },
    divergence: await findDivergence({
      yours: { questions: theirs, request: { ...request, file }, events: yours.events },
      reference: {
        questions: own,
        request: { ...request, file: solution },
        events: reference.events,
      },
    }),
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

/** Asked once for each seed; an answer that was cut short is not kept. */
async function surveysOfOwn(
  { root, known }: ExplainContext,
  { folder, kernel, misconceptions }: Explainable,
  asked: Pick<SurveyRequest, 'check' | 'seeds'>,
  own: Questions,
): Promise<readonly Survey[]> {
  const key = JSON.stringify([folder, asked])
  const before = known.get(key)
  if (before) return before
  const files = await ownFiles(join(root, folder), Object.keys(misconceptions), kernel)
  const surveys = await surveyOwn(own, { ...asked, target: null, files })
  if (surveys.length === files.length) known.set(key, surveys)
  return surveys
}
