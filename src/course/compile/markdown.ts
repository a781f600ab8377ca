/** Markdown → blocks, by the lexer of marked. Only here are its tokens known. Build time only. */
import { type Token, type Tokens, Lexer } from 'marked'
import type { Block, Run, Runs } from '#text/blocks.ts'
import type { Report } from './source.ts'

/** A link an author wrote, kept to be checked when all lessons are known. */
export interface Link {
  readonly target: string
  readonly line: number
}

/** Where inline text stands, for problems and links. */
export interface Place {
  readonly line: number
  readonly report: Report
  readonly links: Link[]
}

/** A top-level token with the line of the file it begins at. */
export interface PlacedToken {
  readonly token: Token
  readonly line: number
}

/** The top-level tokens of a text in order, blank space left out. */
export function lex(body: string, firstLine: number): PlacedToken[] {
  let line = firstLine
  return new Lexer({ gfm: true })
    .lex(body)
    .map((token) => {
      const placed = { token, line }
      line += newlines(token.raw)
      return placed
    })
    .filter(({ token }) => token.type !== 'space' && token.type !== 'def')
}

/** What stands in a fence, blank lines at its end included; the lexer's own text leaves those out. */
export function fencedText(token: Tokens.Code): string {
  const lines = token.raw.replace(/\n+$/, '').split('\n')
  const [fence] = lines[0]?.match(/^(?:`{3,}|~{3,})/) ?? []
  const isClosed = fence !== undefined && lines.length > 1 && lines.at(-1)?.startsWith(fence)
  return isClosed ? lines.slice(1, -1).join('\n') : token.text
}

export function isCode(token: Token): token is Tokens.Code {
  return token.type === 'code'
}

function newlines(text: string): number {
  return text.split('\n').length - 1
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': '\u00a0',
}

/** A line break in the source is a space, but not between two Chinese characters, where none is written. */
function flow(text: string): string {
  return text
    .replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities[entity] ?? entity)
    .replace(
      /(?<=[\p{sc=Han}\u3000-\u303f\uff00-\uffef])\n(?=[\p{sc=Han}\u3000-\u303f\uff00-\uffef])/gu,
      '',
    )
    .replaceAll('\n', ' ')
}

/** Inline Markdown of one value, such as the question of a prediction. */
export function inline(text: string, place: Place): Runs {
  return runsOf(Lexer.lexInline(text.trim()), place)
}

/** Inline tokens → runs. Of nested styles the inner one that says more wins: code, then link. */
function runsOf(tokens: readonly Token[], place: Place, outer: Run['style'] = 'plain'): Runs {
  return merge(tokens.flatMap((token) => runOf(token, place, outer)))
}

function runOf(token: Token, place: Place, outer: Run['style']): Runs {
  switch (token.type) {
    case 'strong':
      return runsOf(innerOf(token), place, outer === 'link' ? 'link' : 'strong')
    case 'em':
      return runsOf(innerOf(token), place, outer === 'plain' ? 'emphasis' : outer)
    case 'codespan':
      return [{ text: String(token['text']).replaceAll('\n', ' '), style: 'code' }]
    case 'link':
      return linkRuns(token, place)
    case 'br':
      return [{ text: '\n', style: 'plain' }]
    case 'checkbox':
      return [{ text: token['checked'] ? '[x] ' : '[ ] ', style: 'plain' }]
    case 'html':
      place.report.add(place.line, `HTML has no place in a lesson: ${token.raw.trim()}`)
      return []
    case 'image':
      place.report.add(place.line, 'A terminal shows no images; draw a figure instead.')
      return []
    default:
      if (token.type === 'text' && innerOf(token).length > 0)
        return runsOf(innerOf(token), place, outer)
      return [{ text: flow(textOf(token)), style: outer }]
  }
}

function textOf(token: Token): string {
  return 'text' in token && typeof token['text'] === 'string' ? token['text'] : token.raw
}

/** The tokens inside a token; the lexer does not give all of them any. */
function innerOf(token: Token): readonly Token[] {
  return 'tokens' in token ? (token.tokens ?? []) : []
}

function linkRuns(token: Token, place: Place): Runs {
  const target = 'href' in token ? String(token['href']) : ''
  place.links.push({ target, line: place.line })
  const text = runsOf(innerOf(token), place)
    .map((run) => run.text)
    .join('')
  return [{ text, style: 'link', target }]
}

function merge(runs: Runs): Runs {
  const merged: Run[] = []
  for (const run of runs) {
    const last = merged.at(-1)
    if (last && last.style === run.style && last.style !== 'link')
      merged[merged.length - 1] = { ...last, text: last.text + run.text }
    else if (run.text !== '') merged.push(run)
  }
  return merged
}

/** One token → a block, or null where there is nothing to show. */
export function blockOf(token: Token, place: Place): Block | null {
  switch (token.type) {
    case 'paragraph':
    case 'text':
      return prose(token, place)
    case 'heading':
      return { kind: 'heading', level: Number(token['depth']), runs: runsOf(innerOf(token), place) }
    case 'list':
      return isList(token) ? listOf(token, place) : null
    case 'table':
      return isTable(token) ? tableOf(token, place) : null
    case 'blockquote':
      return { kind: 'quote', blocks: blocksOf(innerOf(token), place) }
    case 'hr':
      return { kind: 'rule' }
    case 'code':
      return codeOf(token, place)
    case 'html':
      // A comment is a note from author to author.
      if (!/^\s*<!--.*-->\s*$/s.test(token.raw))
        place.report.add(place.line, `HTML has no place in a lesson: ${token.raw.trim()}`)
      return null
    default:
      return null
  }
}

/** The tokens inside a quote or a list item, with their lines. */
function blocksOf(tokens: readonly Token[], place: Place): Block[] {
  let line = place.line
  return tokens.flatMap((token) => {
    const block = blockOf(token, { ...place, line })
    line += newlines(token.raw)
    return block ? [block] : []
  })
}

function isList(token: Token): token is Tokens.List {
  return token.type === 'list'
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table'
}

function prose(token: Token, place: Place): Block {
  const inner = innerOf(token)
  return { kind: 'prose', runs: runsOf(inner.length > 0 ? inner : [token], place) }
}

/** A fence in a quote or a list is only ever code to look at; what runs stands at the top level. */
function codeOf(token: Token, place: Place): Block {
  const language = 'lang' in token && typeof token['lang'] === 'string' ? token['lang'] : ''
  if (/^(?:ts run|yaml predict|output|figure)\b/.test(language))
    place.report.add(
      place.line,
      `A "${language}" block belongs at the top level of a lesson, not into a list, a quote or an exercise.`,
    )
  return { kind: 'code', language: language.split(' ')[0] ?? '', text: textOf(token) }
}

function listOf(token: Tokens.List, place: Place): Block {
  let line = place.line
  const items = token.items.map((item) => {
    const blocks = itemBlocks(item, { ...place, line })
    line += newlines(item.raw)
    return blocks
  })
  return { kind: 'list', start: token.ordered ? token.start || 1 : null, items }
}

/** In a tight list the box of a task stands beside its text; in a loose one inside it. */
function itemBlocks(item: Tokens.ListItem, place: Place): Block[] {
  const [first, second, ...rest] = item.tokens
  if (first?.type !== 'checkbox' || second?.type !== 'text') return blocksOf(item.tokens, place)
  const runs = merge([...runsOf([first], place), ...runsOf([second], place)])
  return [{ kind: 'prose', runs }, ...blocksOf(rest, place)]
}

function tableOf(token: Tokens.Table, place: Place): Block {
  return {
    kind: 'table',
    align: token.align.map((align) => align ?? 'left'),
    head: token.header.map((cell) => runsOf(cell.tokens, place)),
    rows: token.rows.map((row, index) =>
      row.map((cell) => runsOf(cell.tokens, { ...place, line: place.line + 2 + index })),
    ),
  }
}
