/** Macros: their definitions, and what becomes of a line in which their names occur. */
import { isMark, textOf, token, tokensOf, trimmed, type Token } from './tokens.ts'

interface Macro {
  readonly name: string
  /** null: used without parentheses. */
  readonly parameters: readonly string[] | null
  readonly body: readonly Token[]
}

/** Something in a definition or use of a macro that C forbids; the message says what. */
export class MacroError extends Error {
  override readonly name = 'MacroError'
}

export class Macros {
  readonly #macros = new Map<string, Macro>()

  has(name: string): boolean {
    return this.#macros.has(name)
  }

  /** From what stands behind `#define`: a name, parameters right behind it if there are any, a body. */
  define(definition: string): void {
    const [head, ...rest] = trimmed(tokensOf(definition))
    if (head?.kind !== 'name') throw new MacroError('#define wants a name.')
    const end = isMark(rest[0], '(') ? rest.findIndex((one) => isMark(one, ')')) : -1
    if (end === -1 && isMark(rest[0], '('))
      throw new MacroError('The parameters of #define have no end.')
    const parameters = end === -1 ? null : parametersOf(rest.slice(1, end))
    const body = trimmed(rest.slice(end + 1))
    this.#macros.set(head.text, { name: head.text, parameters, body })
  }

  undefine(name: string): void {
    this.#macros.delete(name)
  }

  /** What is left when every macro in it is replaced, also in what came of others. */
  expand(tokens: readonly Token[]): Token[] {
    const done: Token[] = []
    const waiting = [...tokens].reverse()
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const macro = next.kind === 'name' ? this.#macros.get(next.text) : undefined
      const replaced =
        macro === undefined || next.hidden.has(macro.name)
          ? null
          : this.#replace(macro, next, waiting)
      if (replaced === null) done.push(next)
      else waiting.push(...replaced.reverse())
    }
    return done
  }

  /** The body in place of a use; null for a name that wants arguments and has none. Takes them from `waiting`. */
  #replace(macro: Macro, use: Token, waiting: Token[]): Token[] | null {
    if (macro.parameters === null)
      return hide(substitute(macro, [], this), [...use.hidden, macro.name])
    const after = waiting.findLast(({ kind }) => kind !== 'space')
    if (!isMark(after, '(')) return null
    const { args, close } = takeArguments(macro.name, waiting)
    if (
      args.length !== macro.parameters.length &&
      !(macro.parameters.length === 0 && textOf(args[0] ?? []) === '')
    ) {
      throw new MacroError(
        `${macro.name} wants ${macro.parameters.length} arguments and gets ${args.length}.`,
      )
    }
    const hidden = [...use.hidden].filter((name) => close.hidden.has(name))
    return hide(substitute(macro, args, this), [...hidden, macro.name])
  }
}

function parametersOf(tokens: readonly Token[]): string[] {
  const names = tokens.filter(({ kind }) => kind !== 'space')
  return names.flatMap((one, i) => {
    if (i % 2 === 1 ? isMark(one, ',') : one.kind === 'name') return i % 2 === 1 ? [] : [one.text]
    throw new MacroError('The parameters of #define are names with commas between them.')
  })
}

/** Takes `( … )` from the end of `waiting`, which is turned round; commas inside of parentheses do not count. */
function takeArguments(name: string, waiting: Token[]): { args: Token[][]; close: Token } {
  const args: Token[][] = [[]]
  let depth = 0
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isMark(next, ')') && --depth === 0) return { args: args.map(trimmed), close: next }
    if (depth === 1 && isMark(next, ',')) args.push([])
    else if (depth > 0) args.at(-1)?.push(next)
    if (isMark(next, '(')) depth++
  }
  throw new MacroError(`The arguments of ${name} do not end on this line.`)
}

/** The body with arguments in the places of the parameters: as text behind #, as they are beside ##, else expanded. */
function substitute(
  { parameters, body }: Macro,
  args: readonly Token[][],
  macros: Macros,
): Token[] {
  const result: Token[] = []
  const argument = (one: Token | undefined) => {
    const place = one?.kind === 'name' ? (parameters?.indexOf(one.text) ?? -1) : -1
    return place === -1 ? undefined : (args[place] ?? [])
  }
  for (let i = 0; i < body.length; i++) {
    const one = body[i]
    if (one === undefined) break
    const quoted = parameters !== null && isMark(one, '#') ? nextIn(body, i) : null
    const quotedArgument = quoted === null ? undefined : argument(body[quoted])
    if (quoted !== null && quotedArgument !== undefined) {
      result.push(token('string', quotedText(quotedArgument)))
      i = quoted
      continue
    }
    const own = argument(one)
    if (own === undefined) result.push(one)
    else result.push(...(isPasted(body, i) ? own : macros.expand(own)))
  }
  return paste(result)
}

/** As a string; what is a string already keeps its quotation marks. */
function quotedText(tokens: readonly Token[]): string {
  const text = tokens.map((one) =>
    one.kind === 'string' ? one.text.replace(/["\\]/g, '\\$&') : one.text,
  )
  return `"${text.join('')}"`
}

function nextIn(body: readonly Token[], place: number): number | null {
  const next = body.findIndex(({ kind }, i) => i > place && kind !== 'space')
  return next === -1 ? null : next
}

/** Is there a ## beside this place? */
function isPasted(body: readonly Token[], place: number): boolean {
  const before = body.slice(0, place).findLast(({ kind }) => kind !== 'space')
  const after = body.slice(place + 1).find(({ kind }) => kind !== 'space')
  return isMark(before, '##') || isMark(after, '##')
}

/** Joins what stands on both sides of each ##. */
function paste(tokens: readonly Token[]): Token[] {
  const result: Token[] = []
  let joins = false
  for (const one of tokens) {
    if (isMark(one, '##')) joins = true
    else if (joins && one.kind !== 'space') {
      while (result.at(-1)?.kind === 'space') result.pop()
      result.push(...tokensOf((result.pop()?.text ?? '') + one.text))
      joins = false
    } else result.push(one)
  }
  return result
}

function hide(tokens: readonly Token[], names: readonly string[]): Token[] {
  return tokens.map(({ kind, text, hidden }) => token(kind, text, new Set([...hidden, ...names])))
}
