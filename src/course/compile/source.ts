/** An author's file while it is compiled: its text, its front matter, and everything found wrong with it. */
import * as v from 'valibot'
import { LineCounter, parseDocument } from 'yaml'
import type { Runs } from '#text/blocks.ts'
import type { Problem } from '../model.ts'

/** Collects problems of one file, so that one mistake never hides the rest of the course. */
export class Report {
  readonly file: string
  readonly problems: Problem[] = []

  constructor(file: string) {
    this.file = file
  }

  add(line: number, message: string): void {
    this.problems.push({ file: this.file, line, message })
  }

  sorted(): Problem[] {
    return this.problems.toSorted((a, b) => a.line - b.line)
  }
}

/** `Heading {#id}` taken apart; `id` is null when there is none. */
export function idOfHeading(runs: Runs): { readonly heading: string; readonly id: string | null } {
  const whole = runs.map((run) => run.text).join('')
  const [, heading = whole, id = null] = whole.match(/^(.*?)\s*\{#([^}]*)\}\s*$/) ?? []
  return { heading, id }
}

/** What the front matter of a lesson and of an exercise have in common. */
export const frontMatterBasics = {
  title: v.pipe(v.string('must be text'), v.trim(), v.nonEmpty('must not be empty')),
  minutes: v.pipe(
    v.number('must be a number of minutes'),
    v.integer('must be a whole number of minutes'),
    v.minValue(1, 'must be at least 1'),
  ),
}

/** The two halves of a file. The body keeps its place: `bodyLine` is the line of the file its first line has. */
export interface Split {
  readonly frontMatter: string | null
  readonly body: string
  readonly bodyLine: number
}

/** Cuts a file at the line that ends its front matter; without front matter all of it is body. */
export function splitFrontMatter(source: string): Split {
  const text = source.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
  const found = text.match(/^---\n(.*?)(?:^|\n)---[ \t]*(?:\n|$)/s)
  if (!found) return { frontMatter: null, body: text, bodyLine: 1 }
  const [whole, frontMatter = ''] = found
  const bodyLine = whole.split('\n').length
  return { frontMatter, body: text.slice(whole.length), bodyLine }
}

/**
 * YAML → checked data, or null after reporting what is wrong. `firstLine` is the line of the file the YAML's first
 * line has.
 */
export function readYaml<Schema extends v.GenericSchema>(
  text: string,
  schema: Schema,
  firstLine: number,
  report: Report,
): v.InferOutput<Schema> | null {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, uniqueKeys: true })
  const [unparsed] = document.errors
  const broken = unparsed ?? unresolved(document)
  if (broken) {
    const { line } = lineCounter.linePos(unparsed?.pos[0] ?? 0)
    const message = broken.message.split(' at line ')[0]?.replace(/\.$/, '')
    report.add(firstLine + line - 1, `The YAML does not parse: ${message}.`)
    return null
  }
  const result = v.safeParse(schema, document.toJS() ?? {})
  if (result.success) return result.output
  for (const issue of result.issues) {
    const path = issue.path?.map(({ key }) => key) ?? []
    const offset = nodeOffset(document, path)
    const line = offset === null ? 1 : lineCounter.linePos(offset).line
    report.add(firstLine + line - 1, `${path.join('.') || 'this block'}: ${told(issue)}`)
  }
  return null
}

/** An alias to nothing is only found when the document is turned into values. */
function unresolved(document: ReturnType<typeof parseDocument>): Error | null {
  try {
    document.toJS()
    return null
  } catch (error) {
    if (error instanceof ReferenceError) return error
    throw error
  }
}

function told(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return 'is not a known name here.'
  if (issue.received === 'undefined') return 'is missing.'
  return `${issue.message}.`
}

/** Where the value at a path (or the nearest thing above it) stands in the YAML text. */
function nodeOffset(document: ReturnType<typeof parseDocument>, path: unknown[]): number | null {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    const range = isRanged(node) ? node.range : null
    if (range) return range[0]
  }
  return null
}

function isRanged(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}
