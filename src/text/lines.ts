/** Styled lines: what every renderer returns. A line is a list of runs, and a run has one style and no newline. */
import { displayWidth } from './width.ts'

/** What a run means. A theme decides how that looks, or that it does not look like anything. */
export type Style =
  | 'plain'
  | 'strong'
  | 'emphasis'
  | 'code'
  | 'link'
  | 'heading'
  | 'muted'
  | 'good'
  | 'bad'
  | 'accent'
  | 'keyword'
  | 'string'
  | 'number'
  | 'comment'

export interface StyledRun {
  readonly text: string
  readonly style: Style
  /** Web address that a terminal which knows links may open. */
  readonly link?: string
}

export type StyledLine = readonly StyledRun[]

export function styled(text: string, style: Style = 'plain'): StyledRun {
  return { text, style }
}

/** A line of one style. */
export function line(text: string, style: Style = 'plain'): StyledLine {
  return text === '' ? [] : [{ text, style }]
}

/** The characters of a line, without styles. */
export function textOf(line: StyledLine): string {
  return line.map((run) => run.text).join('')
}

/** Columns a line takes on the screen. */
export function lineWidth(line: StyledLine): number {
  return line.reduce((sum, run) => sum + displayWidth(run.text), 0)
}

/** Joins neighbours of the same style and drops empty runs. */
export function tidy(line: StyledLine): StyledLine {
  const runs: StyledRun[] = []
  for (const run of line) {
    const last = runs.at(-1)
    if (run.text === '') continue
    if (last?.style === run.style && last.link === run.link)
      runs[runs.length - 1] = { ...last, text: last.text + run.text }
    else runs.push(run)
  }
  return runs
}

/** Drops the spaces at the end of a line. */
export function trimLine(line: StyledLine): StyledLine {
  const runs = [...tidy(line)]
  for (let last = runs.pop(); last !== undefined; last = runs.pop()) {
    const text = last.text.replace(/ +$/, '')
    if (text !== '') return [...runs, { ...last, text }]
  }
  return []
}

/** Puts something before every line, and something else before the first. */
export function indent(
  lines: readonly StyledLine[],
  first: StyledRun,
  rest: StyledRun = first,
): StyledLine[] {
  return lines.map((line, index) => tidy([index === 0 ? first : rest, ...line]))
}

/** Fills a line with spaces up to a width; a line that is wide enough stays as it is. */
export function padLine(
  line: StyledLine,
  width: number,
  align: 'left' | 'center' | 'right' = 'left',
): StyledLine {
  const room = Math.max(0, width - lineWidth(line))
  const before = align === 'right' ? room : align === 'center' ? Math.floor(room / 2) : 0
  return tidy([styled(' '.repeat(before)), ...line, styled(' '.repeat(room - before))])
}
