/** Colours for source code: TypeScript and C. The rest of the course does not know which library does it. */
import { type ParseOptions, tokenize } from 'sugar-high/core'
import * as c from 'sugar-high/lang/c'
import * as typescript from 'sugar-high/lang/typescript'
import { type Style, type StyledLine, styled, tidy } from './lines.ts'

const cOptions: ParseOptions = { ...c, jsx: false, regex: false, templateStrings: false }
const options: Readonly<Record<string, ParseOptions>> = {
  ts: typescript,
  typescript,
  js: typescript,
  javascript: typescript,
  c: cOptions,
  h: cOptions,
}

/** The library's token types by number: keyword 1, string 2, class (numbers too) 3, comment 8. */
const styles: Readonly<Partial<Record<number, Style>>> = { 1: 'keyword', 2: 'string', 8: 'comment' }

function styleOf(type: number, text: string): Style {
  if (type === 3) return /^\d/.test(text) ? 'number' : 'keyword'
  // A type in capitals' clothing is the only other thing of class 3: `int`, `MyClass`.
  return styles[type] ?? 'plain'
}

/** One styled line for each line of the code; code in a language it does not know comes back plain. */
export function highlight(code: string, language: string): StyledLine[] {
  const known = options[language]
  const tokens: Array<[number, string]> = known ? tokenize(code, known) : [[0, code]]
  const lines: StyledLine[] = []
  let current: StyledLine = []
  for (const [type, value] of tokens) {
    const [first = '', ...others] = value.split('\n')
    current = [...current, styled(first, styleOf(type, first))]
    for (const other of others) {
      lines.push(tidy(current))
      current = [styled(other, styleOf(type, other))]
    }
  }
  lines.push(tidy(current))
  return lines
}
