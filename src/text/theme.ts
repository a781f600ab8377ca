/** Themes turn styled lines into strings. Nothing else in the course writes an escape sequence for colour. */
import type { Style, StyledLine } from './lines.ts'

/** Wraps the text of a run; the text has no newline. `link`: the web address it stands for. */
export type Theme = (text: string, style: Style, link?: string) => string

/** Opening and closing SGR codes. Only the 16 basic colours, so the terminal's own scheme decides how they look. */
const codes: Readonly<Partial<Record<Style, readonly [string, string]>>> = {
  strong: ['1', '22'],
  emphasis: ['3', '23'],
  code: ['36', '39'],
  link: ['4', '24'],
  heading: ['1;36', '22;39'],
  muted: ['2', '22'],
  good: ['32', '39'],
  bad: ['31', '39'],
  accent: ['33', '39'],
  keyword: ['35', '39'],
  string: ['32', '39'],
  number: ['33', '39'],
  comment: ['2', '22'],
}

export const plainTheme: Theme = (text) => text

export const ansiTheme: Theme = (text, style) => {
  const pair = codes[style]
  return pair ? `\u001b[${pair[0]}m${text}\u001b[${pair[1]}m` : text
}

/** The same theme for a terminal that opens links (OSC 8). */
export function withLinks(theme: Theme): Theme {
  return (text, style, link) => {
    const painted = theme(text, style)
    return link === undefined ? painted : `\u001b]8;;${link}\u001b\\${painted}\u001b]8;;\u001b\\`
  }
}

/** The lines as texts for a terminal. */
export function paint(lines: readonly StyledLine[], theme: Theme): string[] {
  return lines.map((line) => line.map((run) => theme(run.text, run.style, run.link)).join(''))
}
