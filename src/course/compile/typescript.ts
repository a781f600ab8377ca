/** TypeScript from a lesson → JavaScript, with the lesson's line for every line of it. Build time only. */
import { type TransformFailure, transform } from 'esbuild'
import * as v from 'valibot'

export interface Translated {
  readonly code: string
  /** For each line of `code` (from 0) the line of the source it came from (from 1). */
  readonly lines: readonly number[]
}

export interface SyntaxProblem {
  /** Line in the source, from 1. */
  readonly line: number
  readonly message: string
}

const sourceMap = v.pipe(v.string(), v.parseJson(), v.object({ mappings: v.string() }))

function isTransformFailure(error: unknown): error is TransformFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors)
}

/** Strips the types; what is left runs as written, in the order written. Never throws for bad source. */
export async function translate(
  source: string,
): Promise<{ ok: Translated } | { problem: SyntaxProblem }> {
  try {
    const { code, map } = await transform(source, {
      loader: 'ts',
      target: 'node20.19',
      sourcemap: 'external',
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      logLevel: 'silent',
    })
    const text = code.replace(/\n$/, '')
    return { ok: { code: text, lines: lineMap(text, v.parse(sourceMap, map).mappings) } }
  } catch (error) {
    if (!isTransformFailure(error)) throw error
    const [first] = error.errors
    return { problem: { line: first?.location?.line ?? 1, message: first?.text ?? error.message } }
  }
}

/** Source lines from the mappings of a source map: the first segment of each generated line decides. */
function lineMap(code: string, mappings: string): number[] {
  const generated = mappings.split(';')
  let sourceLine = 0
  let latest = 1
  return code.split('\n').map((_, index) => {
    const segments = (generated[index] ?? '').split(',').filter((segment) => segment !== '')
    for (const [position, segment] of segments.entries()) {
      sourceLine += decode(segment)[2] ?? 0
      if (position === 0) latest = sourceLine + 1
    }
    return latest
  })
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The numbers of one segment: five bits a character, lowest first; the lowest bit of a number is its sign. */
function decode(segment: string): number[] {
  const numbers: number[] = []
  let value = 0
  let shift = 0
  for (const character of segment) {
    const digit = digits.indexOf(character)
    value |= (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    numbers.push(value & 1 ? -(value >> 1) : value >> 1)
    value = 0
    shift = 0
  }
  return numbers
}
