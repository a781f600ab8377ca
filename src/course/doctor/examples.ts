/** Runs the worked examples of a task with the solution, so that what stands under them is what it prints. */
import { Console } from 'node:console'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { compileFunction } from 'node:vm'
import { transform } from 'esbuild'
import * as kernel from '#kernel/index.ts'
import type { CellBlock } from '#text/blocks.ts'
import { assemble } from '../compile/program.ts'
import { Report } from '../compile/source.ts'
import { compile } from '../grader/compile.ts'
import type { Exercise, Problem } from '../model.ts'
import { type CellResult, Program } from '../notebook/run.ts'
import { makeScope } from '../notebook/scope.ts'

const milliseconds = 10_000
/** What a solution prints is told by its verdict. */
const silent = new Console(new Writable({ write: (_chunk, _encoding, done) => done() }))

/** What the examples of a task print, by their index; `problems` when they could not be run. */
export interface Examples {
  readonly results: readonly CellResult[]
  readonly problems: readonly Problem[]
}

/** Runs the examples of a task with what the solution exports; no results when they cannot be run. */
export async function runExamples(root: string, exercise: Exercise): Promise<Examples> {
  const cells = examplesOf(exercise)
  if (cells.length === 0) return { results: [], problems: [] }
  const report = new Report(`${exercise.folder}/README.md`)
  const parts = cells.map(({ index, code, line }) => ({
    kind: 'cell' as const,
    index,
    source: code,
    line,
  }))
  const assembled = await assemble(parts, report)
  const exported = await loadSolution(root, exercise)
  // Without a solution that loads there is nothing to run, and its verdict says why.
  if (exported === null || report.problems.length > 0)
    return { results: [], problems: report.problems }
  const scope = (print: Parameters<typeof makeScope>[0]) => ({ ...makeScope(print), ...exported })
  const program = new Program(assembled, scope, milliseconds)
  return { results: cells.map(({ index }) => program.result('cell', index)), problems: [] }
}

/** The examples that print something else than the task says, or stop. */
export async function examineExamples(root: string, exercise: Exercise): Promise<Problem[]> {
  const { results, problems } = await runExamples(root, exercise)
  const file = `${exercise.folder}/README.md`
  const found = examplesOf(exercise).flatMap(({ index, line, output }) => {
    const result = results[index]
    if (!result) return []
    if (result.error) return [{ file, ...result.error }]
    if (result.output === (output ?? '')) return []
    const message =
      'The output under this example is not what the solution prints: npm run refresh.'
    return [{ file, line, message }]
  })
  return [...problems, ...found]
}

function examplesOf({ task }: Exercise): CellBlock[] {
  return task.filter((block) => block.kind === 'cell')
}

/** What the solution exports; null when it does not compile or throws while it loads. */
async function loadSolution(root: string, exercise: Exercise): Promise<object | null> {
  const file = join(root, exercise.folder, 'solution.ts')
  const { compiled } = await compile(file, exercise.kernel)
  if (!compiled) return null
  const { code } = await transform(compiled.code, { format: 'cjs', target: 'node20' })
  const module: { exports: object } = { exports: {} }
  try {
    const run = compileFunction(code, ['module', 'exports', 'require', 'console'], {
      filename: file,
    })
    run(module, module.exports, () => kernel, silent)
    return { ...module.exports }
  } catch {
    // The verdict on the solution tells what it threw.
    return null
  }
}
