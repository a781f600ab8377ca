/** Puts what the cells really print into the `output` blocks of a lesson's file. Everything else stays as it is. */
import { lex } from './markdown.ts'
import { splitFrontMatter } from './source.ts'

/** `printed` gives the output of a cell by its index, or null to leave its block alone. */
export function rewriteOutputs(source: string, printed: (cell: number) => string | null): string {
  const { body, bodyLine } = splitFrontMatter(source)
  const lines = source.split('\n')
  let cells = 0
  let waiting: number | null = null
  const edits: { from: number; until: number; text: string }[] = []
  for (const { token, line } of lex(body, bodyLine)) {
    if (token.type === 'heading' && token['depth'] === 2) waiting = null
    if (token.type !== 'code') continue
    const words = String(token['lang'] ?? '').trim()
    if (/^ts\s+run$/.test(words)) waiting = cells++
    if (words !== 'output' || waiting === null) continue
    const text = printed(waiting)
    waiting = null
    const height = token.raw.replace(/\n+$/, '').split('\n').length
    if (text !== null) edits.push({ from: line - 1, until: line - 1 + height, text: fenced(text) })
  }
  for (const { from, until, text } of edits.reverse()) lines.splice(from, until - from, text)
  return lines.join('\n')
}

/** A fence longer than any in the text, so that the text cannot close it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return text === '' ? `${fence}output\n${fence}` : `${fence}output\n${text}\n${fence}`
}
