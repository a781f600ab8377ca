/** The grader: a learner's file and an exercise in, a verdict out. The file runs in a child process made for it alone. */
import { join, resolve } from 'node:path'
import type { Exercise } from '../model.ts'
import { loadCheck } from './checks.ts'
import { Child } from './child.ts'
import { compile, compileAgainst } from './compile.ts'
import { explain, type Explainable, type ExplainContext, type ExplainOptions } from './explain.ts'
import type { Explanation } from './explanation.ts'
import { judge, stopped, type Judged } from './judge.ts'
import { whyUnreadable } from './readable.ts'
import type { Verdict } from './verdict.ts'

export type { Explanation } from './explanation.ts'
export type { CheckResult, Failure, Position, Trouble, Verdict } from './verdict.ts'

/** What the grader has to know of an exercise. */
export type Gradable = Pick<Exercise, 'name' | 'folder' | 'kernel'>

export interface Grader {
  /** Gets ready for the next save: from then on a child process waits, started anew after each verdict. */
  warm(exercise: Gradable): Promise<void>
  /** Never rejects for anything the learner's file does. `seed` chooses the random cases; without it they change with each grader. */
  grade(exercise: Gradable, file: string, options?: GradeOptions): Promise<Verdict>
  /**
   * Why a verdict is no pass, as far as it can be found out; it takes longer than the verdict, so that is shown first.
   * Never rejects for anything the file does.
   */
  explain(
    exercise: Explainable,
    file: string,
    verdict: Verdict,
    options?: ExplainOptions,
  ): Promise<Explanation>
  /** Ends every process that was started. */
  close(): Promise<void>
}

export interface GradeOptions {
  readonly seed?: number
  /**
   * There are others to come: a process that is as it was, because the file left nothing behind and could change nothing,
   * judges the next one. What it cannot judge to the end is judged again in a process of its own.
   */
  readonly many?: boolean
}

export interface GraderOptions {
  /** Root of the course: `exercises/` and `dist/` are in it. */
  readonly root: string
  /** Folder of the bundled code that runs in the child; `dist/grader` of the course unless told. */
  readonly runtime?: string
}

/** Seeds are short, so that they can be typed. */
const SEEDS = 1_000_000
/** After so many files a process has more memory than a new one, and is ended. */
const MOST_RUNS = 40
/** The next child starts when the verdict has been drawn. */
const MILLISECONDS_BEFORE_THE_NEXT = 30

export function openGrader({
  root,
  runtime = resolve(root, 'dist', 'grader'),
}: GraderOptions): Grader {
  const seedOfTheSession = Math.floor(Math.random() * SEEDS)
  const waiting: Child[] = []
  const free: UsedChild[] = []
  const timers = new Set<NodeJS.Timeout>()
  let warmed = false
  const context: ExplainContext = { root: resolve(root), runtime, known: new Map() }

  function takeChild(): Child {
    const child = waiting.pop()
    return child && !child.gone ? child : new Child(runtime)
  }

  function startNext(): void {
    if (!warmed) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (warmed && waiting.length === 0) waiting.push(new Child(runtime, true))
    }, MILLISECONDS_BEFORE_THE_NEXT)
    timers.add(timer.unref())
  }

  async function gradeOneOfMany(
    exercise: Gradable,
    judged: Judged,
    { child, runs }: UsedChild = free.pop() ?? { child: takeChild(), runs: 0 },
  ): Promise<Verdict> {
    const { verdict, isFree } = await gradeWith(child, root, exercise, judged, true)
    if (isFree && runs < MOST_RUNS) free.push({ child, runs: runs + 1 })
    else child.kill()
    if (isFree || runs === 0) return verdict
    return gradeOneOfMany(exercise, judged, { child: takeChild(), runs: 0 })
  }

  return {
    async warm(exercise) {
      warmed = true
      if (waiting.length === 0) waiting.push(new Child(runtime, true))
      await Promise.all([loadCheck(root, exercise.folder), warmCompiler(root, exercise)])
    },
    async grade(exercise, file, { seed = seedOfTheSession, many = false } = {}) {
      const judged = { exercise: exercise.name, file: resolve(file), seed }
      if (many) return gradeOneOfMany(exercise, judged)
      const child = takeChild()
      try {
        return (await gradeWith(child, root, exercise, judged)).verdict
      } finally {
        child.kill()
        startNext()
      }
    },
    explain: (exercise, file, verdict, options = {}) =>
      explain(context, exercise, file, verdict, options),
    async close() {
      warmed = false
      for (const timer of timers) clearTimeout(timer)
      for (const child of waiting.splice(0)) child.kill()
      for (const { child } of free.splice(0)) child.kill()
    },
  }
}

interface UsedChild {
  readonly child: Child
  /** How many files it has judged. */
  readonly runs: number
}

/** `isFree`: the child can be asked again. */
async function gradeWith(
  child: Child,
  root: string,
  exercise: Gradable,
  judged: Judged,
  more = false,
): Promise<{ readonly verdict: Verdict; readonly isFree: boolean }> {
  const message = await whyUnreadable(judged.file)
  if (message !== null) {
    const verdict = stopped(judged, { kind: 'missing-file', message, position: null })
    return { verdict, isFree: true }
  }
  const check = await loadCheck(root, exercise.folder)
  const { compiled, trouble } = await compileAgainst(judged.file, exercise.kernel, check.needs)
  if (trouble) return { verdict: stopped(judged, trouble), isFree: true }
  const { file, seed } = judged
  const { code } = compiled
  const run = await child.run({ kind: 'judge', check: check.code, code, file, seed, more })
  return { verdict: judge(judged, compiled, run), isFree: run.free }
}

/** The first compilation starts esbuild and is slow; nobody should have to wait for it at a save. */
async function warmCompiler(root: string, exercise: Gradable): Promise<void> {
  await compile(join(resolve(root), exercise.folder, 'start.ts'), exercise.kernel)
}
