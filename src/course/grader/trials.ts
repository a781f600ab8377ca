/**
 * Verdicts on the files of an exercise that are the course's own: many in one child process, because they are trusted and
 * there are many. A learner's file never comes here.
 */
import { readFile } from 'node:fs/promises'
import { loadCheck } from './checks.ts'
import { type Compiled, compileAgainst } from './compile.ts'
import type { Gradable, Grader } from './index.ts'
import { judge } from './judge.ts'
import type { Report, SurveyedFile } from './protocol.ts'
import type { Questions } from './questions.ts'
import type { Verdict } from './verdict.ts'

export interface TrialOptions {
  readonly root: string
  readonly questions: Questions
  /** Judges what takes a process of its own. */
  readonly grader: Grader
}

/** For each file, one verdict for each seed, as the grader would give them. `files` are absolute paths. */
export async function judgeOwn(
  { root, questions, grader }: TrialOptions,
  exercise: Gradable,
  files: readonly string[],
  seeds: readonly number[],
): Promise<Map<string, Verdict[]>> {
  const { code: check, needs } = await loadCheck(root, exercise.folder)
  const compiled = new Map<string, Compiled>()
  for (const file of files) {
    const result = await readable(file, () => compileAgainst(file, exercise.kernel, needs))
    if (result?.compiled) compiled.set(file, result.compiled)
  }
  const runs = await runAll(questions, check, [...compiled], seeds)
  const verdicts = new Map<string, Verdict[]>()
  for (const file of files) {
    const own: Verdict[] = []
    for (const seed of seeds) {
      const code = compiled.get(file)
      const reports = runs.get(keyOf(file, seed))
      const judged = { exercise: exercise.name, file, seed }
      if (code && reports) own.push(judge(judged, code, { reports, trouble: null }))
      else own.push(await grader.grade(exercise, file, { seed }))
    }
    verdicts.set(file, own)
  }
  return verdicts
}

async function readable<Result>(file: string, work: () => Promise<Result>): Promise<Result | null> {
  return readFile(file).then(work, () => null)
}

function keyOf(file: string, seed: number): string {
  return `${seed} ${file}`
}

/** What was reported of each run that came to its end; after one that did not, the rest gets another process. */
async function runAll(
  questions: Questions,
  check: string,
  compiled: readonly (readonly [string, Compiled])[],
  seeds: readonly number[],
): Promise<Map<string, readonly Report[]>> {
  const files = compiled.map(([file, { code }]): SurveyedFile => ({ name: file, file, code }))
  const runs = new Map<string, readonly Report[]>()
  let left = files
  while (left.length > 0) {
    const { trials, broken } = await questions.tryOut({ check, files: left, seeds })
    for (const { name, seed, reports, finished } of trials)
      if (finished) runs.set(keyOf(name, seed), reports)
    if (!broken) break
    const done = new Set(trials.filter(({ seed }) => seed === seeds.at(-1)).map(({ name }) => name))
    const stuck = left.findIndex(({ name }) => !done.has(name))
    left = left.slice(stuck + 1)
  }
  return runs
}
