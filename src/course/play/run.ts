/** Runs a scratch file of the learner's: what it prints, what it shows, and what stopped it, at its own line. */
import { readFile } from 'node:fs/promises'
import * as kernel from '#kernel/index.ts'
import { compile } from '../grader/compile.ts'
import { mapPrinted, positionIn } from '../grader/positions.ts'
import type { Position, Trouble } from '../grader/verdict.ts'
import { systemReason } from '../workspace/system.ts'
import * as play from './package.ts'
import { type Part, partsOf, runInChild, sentenceFor, wasCut } from './child.ts'

export type { Part } from './child.ts'

export interface Played {
  /** What was printed and shown, in order. */
  readonly parts: readonly Part[]
  /** More was printed than that. */
  readonly cut: boolean
  /** Null when the file ran to its end. */
  readonly trouble: Trouble | null
}

/** The package a scratch file imports from. */
const PLAY = 'kmalloc-course/play'

/** `runtime`: where the build put the grader's. Never rejects for anything the file does. */
export async function playFile(file: string, runtime: string): Promise<Played> {
  const unreadable = await readFile(file).then(
    () => null,
    (error: unknown) => `The file cannot be read: ${systemReason(error)}.`,
  )
  if (unreadable !== null)
    return stopped({ kind: 'missing-file', message: unreadable, position: null })
  const { compiled, trouble } = await compile(file, Object.keys(kernel), {
    [PLAY]: Object.keys(play),
  })
  if (trouble) return stopped(inPlay(trouble))
  const run = await runInChild(runtime, { code: compiled.code, file })
  const position = run.trouble?.place ? positionIn(file, compiled.map, run.trouble.place) : null
  return {
    parts: partsOf(run).map((part) => atOwnLines(part, file, compiled.map)),
    cut: wasCut(run),
    trouble: run.trouble && {
      kind: run.trouble.kind,
      message: sentenceFor(run.trouble),
      position,
    },
  }
}

function stopped(trouble: Trouble): Played {
  return { parts: [], cut: false, trouble }
}

/** A frame in what was printed names the line of the file, not of what it was compiled to. */
function atOwnLines(part: Part, file: string, map: string): Part {
  return part.kind === 'text' ? { ...part, text: mapPrinted(part.text, file, map) } : part
}

/** The grader's sentences about imports speak of exercises. */
function inPlay(trouble: Trouble): Trouble {
  if (trouble.kind !== 'forbidden-import') return trouble
  const message = importSentence(trouble.position)
  return { ...trouble, message }
}

function importSentence(position: Position | null): string {
  const [, name] = /from\s*['"]([^'"]+)['"]/.exec(position?.source ?? '') ?? []
  const [wanted] = /^[\w$]+/.exec(position?.source.slice(position.column - 1) ?? '') ?? []
  const places = `'${PLAY}', 'kmalloc-course/kernel' and files in its own folder`
  if (name !== undefined && wanted !== undefined) return `There is no ${wanted} in '${name}'.`
  const what = name === undefined ? 'This import leads nowhere' : `'${name}' cannot be imported`
  return `${what}: a scratch file may import from ${places}.`
}
