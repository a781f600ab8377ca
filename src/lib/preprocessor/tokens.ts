/** Lines of C cut into the pieces that a preprocessor works with. */

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'mark' | 'space'
  readonly text: string
  /** Macros that made this token: none of them is expanded in it again. */
  readonly hidden: ReadonlySet<string>
}

const nothing: ReadonlySet<string> = new Set()

/** In this order: what begins like something longer must not end early. */
const pieces =
  /(?<space>[ \t\f\v]+)|(?<name>[A-Za-z_]\w*)|(?<number>\.?\d(?:[eEpP][+-]|[\w.])*)|(?<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?<mark>##|<<=?|>>=?|&&|\|\||[-+*/%<>=!&|^]=|\+\+|--|->|\.{3}|.)/gsu

/** The tokens of a line without comments. */
export function tokensOf(line: string): Token[] {
  return Array.from(line.matchAll(pieces), ({ 0: text, groups = {} }): Token => {
    if (groups['space'] !== undefined) return token('space', ' ')
    if (groups['name'] !== undefined) return token('name', text)
    if (groups['number'] !== undefined) return token('number', text)
    return token(groups['string'] === undefined ? 'mark' : 'string', text)
  })
}

export function token(kind: Token['kind'], text: string, hidden = nothing): Token {
  return { kind, text, hidden }
}

/** The tokens as a line again. */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('')
}

export function isMark(one: Token | undefined, text: string): boolean {
  return one?.kind === 'mark' && one.text === text
}

/** Without blanks at both ends. */
export function trimmed(tokens: readonly Token[]): Token[] {
  const first = tokens.findIndex(({ kind }) => kind !== 'space')
  if (first === -1) return []
  const last = tokens.findLastIndex(({ kind }) => kind !== 'space')
  return tokens.slice(first, last + 1)
}
