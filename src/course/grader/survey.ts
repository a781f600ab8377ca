/** The answers of an exercise's own files, and what they tell about somebody else's. */
import { join } from 'node:path'
import { compile } from './compile.ts'
import type { Survey, SurveyedFile, SurveyRequest } from './protocol.ts'
import type { Questions } from './questions.ts'

/** The names under which the answers of an exercise's own files are kept; a misconception has that of its file. */
export const STARTER = 'start.ts'
export const SOLUTION = 'solution.ts'

/** The starter, the solution and the misconceptions, compiled; without those that the exercise would not accept. */
export async function ownFiles(
  folder: string,
  misconceptions: readonly string[],
  allowed: readonly string[],
): Promise<SurveyedFile[]> {
  const wrong = misconceptions.map((name) => [name, `misconceptions/${name}.ts`] as const)
  const files = [[STARTER, STARTER] as const, [SOLUTION, SOLUTION] as const, ...wrong]
  const compiled = await Promise.all(
    files.map(([name, path]) => ownFile(name, join(folder, path), allowed)),
  )
  return compiled.filter((file) => file !== null)
}

/** Null for a file that the exercise would not accept. */
export async function ownFile(
  name: string,
  file: string,
  allowed: readonly string[],
): Promise<SurveyedFile | null> {
  const { compiled } = await compile(file, allowed)
  return compiled && { name, file, code: compiled.code }
}

/** Surveys files of the course's own. One that never ends has no answers and does not keep the others from theirs. */
export async function surveyOwn(
  questions: Questions,
  request: Omit<SurveyRequest, 'kind'>,
): Promise<Survey[]> {
  const surveys: Survey[] = []
  let left = request.files
  while (left.length > 0) {
    const asked = await questions.survey({ ...request, files: left })
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

/**
 * The misconception that answers as the file does, to everything. Null when none does or several do, and when the
 * starter or the solution answers the same.
 */
export function misconceptionLike(print: string, own: readonly Survey[]): string | null {
  const [same, ...others] = own.filter((survey) => survey.print === print)
  if (!same || others.length > 0) return null
  return same.name === STARTER || same.name === SOLUTION ? null : same.name
}
