/** Code and program output as lines. Neither is reflowed; a line too long goes on below, marked as its rest. */
import { glyphs, toAscii } from './glyphs.ts'
import { highlight } from './highlight.ts'
import {
  type StyledLine,
  type StyledRun,
  lineWidth,
  styled,
  textOf,
  tidy,
  trimLine,
} from './lines.ts'
import { displayWidth, printable, splitAtWidth } from './width.ts'

interface Options {
  readonly width: number
  readonly unicode: boolean
}

/** Where a line of code is best broken: after a space, else before an argument, else before a member. */
const breaks = [/^.* /s, /^.*[,(|]/s, /^.*(?=\.)/s]

/** Cuts a styled line after `width` columns, or at a better place before that if it keeps half the line. */
function cut(line: StyledLine, width: number): [StyledLine, StyledLine] {
  const [head] = splitAtWidth(textOf(line), width)
  const places = breaks.map((place) => head.match(place)?.[0].length ?? 0)
  let left = places.find((place) => place > head.length / 2) ?? head.length
  const before: StyledRun[] = []
  const after: StyledRun[] = []
  for (const run of line) {
    before.push(styled(run.text.slice(0, left), run.style))
    after.push(styled(run.text.slice(left), run.style))
    left = Math.max(0, left - run.text.length)
  }
  return [trimLine(before), tidy(after)]
}

/** Breaks one line so that nothing of it is lost; what goes on is indented like the line and begins with a mark. */
export function continueLine(line: StyledLine, { width, unicode }: Options): StyledLine[] {
  const lines: StyledLine[] = []
  const depth = textOf(line).match(/^ */)?.[0].length ?? 0
  const mark = ' '.repeat(Math.min(depth, Math.floor(width / 3))) + glyphs(unicode).continued
  let rest = line
  let room = width
  while (lineWidth(rest) > room) {
    const [head, tail] = cut(rest, room)
    if (textOf(tail) === textOf(rest)) break
    lines.push(lines.length === 0 ? head : tidy([styled(mark, 'muted'), ...head]))
    rest = tail
    room = Math.max(2, width - displayWidth(mark))
  }
  lines.push(lines.length === 0 ? rest : tidy([styled(mark, 'muted'), ...rest]))
  return lines
}

/** The lines as this terminal can show them. */
function shownLines(text: string, { unicode }: Options): string[] {
  return text.split('\n').map((each) => printable(unicode ? each : toAscii(each)))
}

/** Source code with its colours, between a bar on the left and the right edge. */
export function renderCode(text: string, language: string, options: Options): StyledLine[] {
  const bar = styled(`${glyphs(options.unicode).bar} `, 'muted')
  return highlight(shownLines(text, options).join('\n'), language)
    .flatMap((line) => continueLine(line, { ...options, width: options.width - 2 }))
    .map((line) => tidy([bar, ...line]))
}

/** What a program printed, as it printed it. */
export function renderOutput(text: string, options: Options): StyledLine[] {
  return shownLines(text, options).flatMap((text) => continueLine(tidy([styled(text)]), options))
}
