/** Asks child processes for all answers of some files, and tells from the answers which wrong idea a file holds. */
import { join } from 'node:path'
import { Child } from './child.ts'
import { compile } from './compile.ts'
import type { Survey, SurveyedFile, SurveyRequest } from './protocol.ts'

/** The names under which the answers of an exercise's own files are kept; a misconception has that of its file. */
export const STARTER = 'start.ts'
export const SOLUTION = 'solution.ts'

/** Compiled; null for a file that the exercise would not accept. */
export async function readSurveyed(
  name: string,
  file: string,
  allowed: readonly string[],
): Promise<SurveyedFile | null> {
  const { compiled } = await compile(file, allowed)
  return compiled && { name, file, code: compiled.code }
}

/** The starter, the solution and the misconceptions of an exercise, ready to be surveyed. */
export async function ownFiles(
  folder: string,
  misconceptions: readonly string[],
  allowed: readonly string[],
): Promise<SurveyedFile[]> {
  const paths = [
    [STARTER, join(folder, 'start.ts')],
    [SOLUTION, join(folder, 'solution.ts')],
    ...misconceptions.map((name) => [name, join(folder, 'misconceptions', `${name}.ts`)] as const),
  ] as const
  const read = await Promise.all(
    paths.map(([name, file]) => readSurveyed(name, file, allowed).catch(() => null)),
  )
  return read.filter((file) => file !== null)
}

/**
 * Surveys files of the course's own in one child process after the other: one that never ends takes its process along,
 * has no answers, and the rest goes on in the next.
 */
export async function surveyOwn(
  runtime: string,
  request: Omit<SurveyRequest, 'kind'>,
  signal?: AbortSignal,
): Promise<Survey[]> {
  const surveys: Survey[] = []
  let left = request.files
  while (left.length > 0) {
    const asked = await surveyOnce(runtime, { ...request, files: left }, signal)
    surveys.push(...asked.surveys)
    if (!asked.broken) break
    left = left.slice(stuckAt(left, asked.surveys.at(-1), request.seeds.at(-1)) + 1)
  }
  return surveys
}

/** Number of the file that was being surveyed when everything stopped. */
function stuckAt(files: readonly SurveyedFile[], last: Survey | undefined, lastSeed?: number) {
  if (!last) return 0
  const index = files.findIndex(({ name }) => name === last.name)
  return last.seed === lastSeed ? index + 1 : index
}

/** In a child of its own, which is gone then. `broken`: not all could be surveyed. */
export async function surveyOnce(
  runtime: string,
  request: Omit<SurveyRequest, 'kind'>,
  signal?: AbortSignal,
): Promise<{ readonly surveys: readonly Survey[]; readonly broken: boolean }> {
  if (signal?.aborted) return { surveys: [], broken: true }
  const child = new Child(runtime)
  const abort = () => child.kill()
  signal?.addEventListener('abort', abort)
  try {
    const { reports, trouble } = await child.ask({ kind: 'survey', ...request })
    const surveys = reports.flatMap((report) => (report.kind === 'surveyed' ? report.survey : []))
    return { surveys, broken: trouble !== null }
  } finally {
    signal?.removeEventListener('abort', abort)
    child.kill()
  }
}

/**
 * The misconception that answers as the file does, to everything. Null when none does or several do, and when the
 * starter or the solution answers the same.
 */
export function misconceptionLike(print: string, own: readonly Survey[]): string | null {
  const [same, ...others] = own.filter((survey) => survey.print === print)
  if (!same || others.length > 0) return null
  return same.name === STARTER || same.name === SOLUTION ? null : same.name
}
