/**
 * What a C compiler does before it compiles: reads headers in, leaves out what a condition excludes, and replaces
 * macros. Of the directives it knows #define, #undef, #if, #ifdef, #ifndef, #elif, #else, #endif, #include and #error;
 * the arguments of a macro must end on the line on which they begin.
 */
import { holds } from './condition.ts'
import { MacroError, Macros } from './macros.ts'
import { textOf, tokensOf } from './tokens.ts'

export interface PreprocessOptions {
  /** Texts that can be included, by name. */
  readonly headers?: Readonly<Record<string, string>>
  /** Macros that are defined from the start: `{ PAGE_SIZE: 4096 }`. */
  readonly defines?: Readonly<Record<string, string | number>>
}

/** What is wrong, and where: `file:line: message`. */
class PreprocessError extends Error {
  override readonly name = 'PreprocessError'
}

/** A header that includes itself would never end. */
const MOST_NESTED = 50

/** An #if and what has become of it. `taken`: one of its parts was read already. */
interface Condition {
  readonly outside: boolean
  taken: boolean
  reads: boolean
  readonly line: number
}

/** The text that a compiler would get, without directives, comments and empty lines. */
export function preprocess(source: string, options: PreprocessOptions = {}): string {
  const macros = new Macros()
  for (const [name, value] of Object.entries(options.defines ?? {}))
    macros.define(`${name} ${value}`)
  const output: string[] = []
  new Reading(options.headers ?? {}, macros, output).read('source', source, 0)
  return output.join('\n')
}

class Reading {
  readonly #headers: Readonly<Record<string, string>>
  readonly #macros: Macros
  readonly #output: string[]

  constructor(headers: Readonly<Record<string, string>>, macros: Macros, output: string[]) {
    this.#headers = headers
    this.#macros = macros
    this.#output = output
  }

  read(file: string, text: string, depth: number): void {
    if (depth > MOST_NESTED)
      throw new PreprocessError(`${file}: headers include each other without end.`)
    const open: Condition[] = []
    for (const { number, line } of logicalLines(text)) {
      try {
        this.#line(line, number, open, depth)
      } catch (error) {
        if (!(error instanceof MacroError)) throw error
        throw new PreprocessError(`${file}:${number}: ${error.message}`)
      }
    }
    const last = open.at(-1)
    if (last !== undefined)
      throw new PreprocessError(`${file}:${last.line}: This #if has no #endif.`)
  }

  #line(line: string, number: number, open: Condition[], depth: number): void {
    const directive = /^\s*#\s*(\w*)\s*(.*)$/.exec(line)
    const [, name = '', rest = ''] = directive ?? []
    if (directive !== null && this.#condition(name, rest, number, open)) return
    if (open.at(-1)?.reads === false) return
    if (directive !== null) this.#directive(name, rest, depth)
    else {
      const text = textOf(this.#macros.expand(tokensOf(line))).trim()
      if (text !== '') this.#output.push(text)
    }
  }

  /** Follows #if and its relatives; false for any other directive. */
  #condition(name: string, rest: string, line: number, open: Condition[]): boolean {
    const outside = open.at(-1)?.reads ?? true
    const begin = (reads: () => boolean) => {
      const now = outside && reads()
      open.push({ outside, taken: now, reads: now, line })
      return true
    }
    switch (name) {
      case 'if':
        return begin(() => holds(rest, this.#macros))
      case 'ifdef':
        return begin(() => this.#macros.has(rest.trim()))
      case 'ifndef':
        return begin(() => !this.#macros.has(rest.trim()))
      case 'elif':
      case 'else':
        this.#otherwise(openOne(open, name), name === 'else' ? '1' : rest)
        return true
      case 'endif':
        openOne(open, name)
        open.pop()
        return true
      default:
        return false
    }
  }

  #otherwise(condition: Condition, rest: string): void {
    condition.reads = condition.outside && !condition.taken && holds(rest, this.#macros)
    condition.taken ||= condition.reads
  }

  #directive(name: string, rest: string, depth: number): void {
    if (name === 'define') this.#macros.define(rest)
    else if (name === 'undef') this.#macros.undefine(rest.trim())
    else if (name === 'include') this.#include(rest, depth)
    else if (name === 'error') throw new MacroError(`#error ${rest}`.trim())
    else if (name !== '') throw new MacroError(`#${name} is not a directive that is known here.`)
  }

  #include(rest: string, depth: number): void {
    const written = textOf(this.#macros.expand(tokensOf(rest))).trim()
    const name = /^(?:<(.*)>|"(.*)")$/.exec(/^["<]/.test(rest) ? rest.trim() : written)
    const header = name?.[1] ?? name?.[2]
    if (header === undefined) throw new MacroError('#include wants <a header> or "a header".')
    const text = Object.hasOwn(this.#headers, header) ? this.#headers[header] : undefined
    if (text === undefined) throw new MacroError(`There is no header ${header}.`)
    this.read(header, text, depth + 1)
  }
}

function openOne(open: readonly Condition[], name: string): Condition {
  const last = open.at(-1)
  if (last === undefined) throw new MacroError(`#${name} without an #if.`)
  return last
}

/** Lines with their continuations, without comments; the number is that of the first line of each. */
function* logicalLines(text: string): Generator<{ number: number; line: string }> {
  const lines = withoutComments(text).split(/\r?\n/)
  for (let i = 0; i < lines.length; i++) {
    const number = i + 1
    let line = lines[i] ?? ''
    while (line.endsWith('\\') && i + 1 < lines.length)
      line = line.slice(0, -1) + (lines[++i] ?? '')
    yield { number, line }
  }
}

/** A comment is a blank; its line ends stay, so that lines keep their numbers. */
function withoutComments(text: string): string {
  return text.replace(
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (piece) => (piece.startsWith('/') ? ` ${piece.replace(/[^\n]/g, '')}` : piece),
  )
}
