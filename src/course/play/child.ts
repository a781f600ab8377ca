/**
 * Runs code that is nobody's answer to an exercise, a scratch file or an edited cell, in a child process of its own: with
 * the limits of the grader, so that an endless loop, a memory hog or an exit ends only that.
 */
import { Child, type Run } from '../grader/child.ts'
import type { RawTrouble } from '../grader/protocol.ts'
import type { Shown } from './show.ts'

/** One thing that came out of the code, in order. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'figure'; readonly figure: Shown }

/** Nothing is checked: the code has run when it was loaded. */
const loads = `import './start.ts'
import { test } from 'vitest'
test('runs', () => {})
`

/** `runtime`: where the build put the grader's. `code` is an ES module; `file` names it in stack traces. */
export async function runInChild(
  runtime: string,
  { code, file }: { readonly code: string; readonly file: string },
): Promise<Run> {
  const child = new Child(runtime)
  try {
    return await child.run({ kind: 'judge', check: loads, code, file, seed: 1, more: false })
  } finally {
    child.kill()
  }
}

/** What the code printed and showed, in the order in which it did. */
export function partsOf({ reports }: Run): Part[] {
  return reports.flatMap((report): Part[] => {
    if (report.kind === 'printed') return [{ kind: 'text', text: report.text }]
    return report.kind === 'figure' ? [report] : []
  })
}

/** More was printed than is shown. */
export function wasCut({ reports }: Run): boolean {
  return reports.some(({ kind }) => kind === 'printed-cut')
}

/** What stopped the code, in plain words. */
export function sentenceFor({ kind, detail }: RawTrouble): string {
  switch (kind) {
    case 'threw':
      return detail?.includes('Maximum call stack size exceeded')
        ? 'A function called itself so often that the stack was full.'
        : (detail ?? 'Something was thrown.').replace(
            /^KernelBug: /,
            'The kernel found a bug and stopped: ',
          )
    case 'endless-loop':
      return 'It was still running after a second of work, and was stopped. Does every loop end?'
    case 'never-settled':
      return 'It waits for something that never happens, and was stopped.'
    case 'out-of-memory':
      return 'It took more and more memory, and was stopped. What grows and is never given back?'
    case 'too-much-output':
      return 'It printed more than a hundred thousand times, and was stopped.'
    case 'exit':
      return `It called ${detail ?? 'process.exit'}(), which would end the course.`
    case 'forbidden-import':
      return `It cannot import '${detail ?? ''}': what it needs is in 'kmalloc-course/play'.`
    default:
      return `The process it ran in ended by itself (${detail ?? kind}). Save again to try again.`
  }
}
