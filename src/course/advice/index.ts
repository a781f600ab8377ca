/**
 * What TypeScript has to say about a learner's file, in plain words. It is advice: it comes after the verdict, changes
 * nothing about it, and where TypeScript is not installed there is none.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Position } from '../grader/verdict.ts'
import { inPlainWords } from './plain.ts'
import { findTypeScript, type Diagnostic } from './typescript.ts'

export interface Advice {
  /** One or two plain sentences. */
  readonly message: string
  /** Always in the learner's file. */
  readonly position: Position
}

export interface AdviceOptions {
  /** Stops the work: the answer is then an empty list. For a learner who has saved again meanwhile. */
  readonly signal?: AbortSignal
}

/** More than that nobody reads, and the first ones cause the others. */
const AT_MOST = 3

/**
 * `root` is the folder of the course, whose simulator the file is checked against. Never rejects: a file that is gone,
 * a compiler that fails or takes longer than ten seconds mean an empty list.
 */
export async function adviseTypes(
  root: string,
  file: string,
  { signal }: AdviceOptions = {},
): Promise<Advice[]> {
  const typescript = findTypeScript(root)
  if (!typescript) return []
  const found = await typescript.check(resolve(file), signal)
  if (found.length === 0) return []
  const text = await readFile(file, 'utf8').catch(() => '')
  const lines = text.split('\n')
  return withoutRepetition(found.flatMap((one) => adviceOn(one, resolve(file), lines))).slice(
    0,
    AT_MOST,
  )
}

function adviceOn(found: Diagnostic, file: string, lines: readonly string[]): Advice[] {
  const source = lines[found.line - 1]
  const message = inPlainWords(found)
  if (message === null || source === undefined) return []
  return [{ message, position: { file, line: found.line, column: found.column, source } }]
}

/** A name misspelled ten times is one piece of advice, and so are two complaints about one line. */
function withoutRepetition(all: readonly Advice[]): Advice[] {
  const lines = new Set<number>()
  const messages = new Set<string>()
  return all.filter(({ message, position: { line } }) => {
    if (lines.has(line) || messages.has(message)) return false
    lines.add(line)
    messages.add(message)
    return true
  })
}
