/** The grader: a learner's file and an exercise in, a verdict out. The file runs in a child process made for it alone. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Exercise } from '../model.ts'
import { loadCheck } from './checks.ts'
import { Child } from './child.ts'
import { compile, compileAgainst } from './compile.ts'
import { explain, type Explainable, type ExplainContext } from './explain.ts'
import type { Explanation } from './explanation.ts'
import { judge, stopped, type Judged } from './judge.ts'
import type { Verdict } from './verdict.ts'
import { words } from './words.ts'

export type { Explanation } from './explanation.ts'
export type { CheckResult, Failure, Position, Trouble, Verdict } from './verdict.ts'

/** What the grader has to know of an exercise. */
export type Gradable = Pick<Exercise, 'name' | 'folder' | 'kernel'>

export interface Grader {
  /** Gets ready for the next save: from then on a child process waits, started anew after each verdict. */
  warm(exercise: Gradable): Promise<void>
  /** Never rejects for anything the learner's file does. `seed` chooses the random cases; without it they change with each grader. */
  grade(exercise: Gradable, file: string, options?: { readonly seed?: number }): Promise<Verdict>
  /**
   * Why a verdict is no pass, as far as it can be found out; it takes longer than the verdict, so that is shown first.
   * Never rejects for anything the file does. With `signal` the work stops, and what is returned means nothing.
   */
  explain(
    exercise: Explainable,
    file: string,
    verdict: Verdict,
    signal?: AbortSignal,
  ): Promise<Explanation>
  /** Ends every process that was started. */
  close(): Promise<void>
}

export interface GraderOptions {
  /** Root of the course: `exercises/` and `dist/` are in it. */
  readonly root: string
  /** Folder of the bundled code that runs in the child; `dist/grader` of the course unless told. */
  readonly runtime?: string
}

/** Seeds are short, so that they can be typed. */
const SEEDS = 1_000_000
/** The next child starts when the verdict has been drawn. */
const MILLISECONDS_BEFORE_THE_NEXT = 30

export function openGrader({
  root,
  runtime = resolve(root, 'dist', 'grader'),
}: GraderOptions): Grader {
  const seedOfTheSession = Math.floor(Math.random() * SEEDS)
  const waiting: Child[] = []
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

  return {
    async warm(exercise) {
      warmed = true
      if (waiting.length === 0) waiting.push(new Child(runtime, true))
      await Promise.all([loadCheck(root, exercise.folder), warmCompiler(root, exercise)])
    },
    async grade(exercise, file, { seed = seedOfTheSession } = {}) {
      const judged = { exercise: exercise.name, file: resolve(file), seed }
      const child = takeChild()
      try {
        return await gradeWith(child, root, exercise, judged)
      } finally {
        child.kill()
        startNext()
      }
    },
    explain: (exercise, file, verdict, signal) => explain(context, exercise, file, verdict, signal),
    async close() {
      warmed = false
      for (const timer of timers) clearTimeout(timer)
      for (const child of waiting.splice(0)) child.kill()
    },
  }
}

async function gradeWith(
  child: Child,
  root: string,
  exercise: Gradable,
  judged: Judged,
): Promise<Verdict> {
  const unreadable = await readFile(judged.file).then(
    () => null,
    (error: NodeJS.ErrnoException) => error,
  )
  if (unreadable) {
    const { file } = judged
    const message =
      unreadable.code === 'ENOENT'
        ? words.missingFile(file)
        : words.unreadableFile(file, unreadable.message)
    return stopped(judged, { kind: 'missing-file', message, position: null })
  }
  const check = await loadCheck(root, exercise.folder)
  const { compiled, trouble } = await compileAgainst(judged.file, exercise.kernel, check.needs)
  if (trouble) return stopped(judged, trouble)
  const { file, seed } = judged
  const run = await child.run({ kind: 'judge', check: check.code, code: compiled.code, file, seed })
  return judge(judged, compiled, run)
}

/** The first compilation starts esbuild and is slow; nobody should have to wait for it at a save. */
async function warmCompiler(root: string, exercise: Gradable): Promise<void> {
  await compile(join(resolve(root), exercise.folder, 'start.ts'), exercise.kernel)
}
