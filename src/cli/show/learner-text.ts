/** What a learner wrote, or a learner's program made, on the course's screen. */
import { highlight } from '#text/highlight.ts'
import { styled, type StyledLine, tidy } from '#text/lines.ts'
import { toAscii } from '#text/glyphs.ts'
import { printable } from '#text/width.ts'
import { wrap } from '#text/wrap.ts'
import type { Position } from '#course/grader/verdict.ts'
import type { Words } from '../words.ts'

export interface TextOptions {
  readonly width: number
  readonly unicode: boolean
  readonly words: Words
}

/** What a learner's program made must neither move the cursor nor need signs the terminal lacks. */
export function safe(text: string, { unicode }: Pick<TextOptions, 'unicode'>): string {
  const clean = text.split('\n').map(printable).join('\n')
  return unicode ? clean : toAscii(clean)
}

/** The learner's own line, with its number. */
export function drawPosition(position: Position | null, options: TextOptions): StyledLine[] {
  if (position === null) return []
  const { words } = options
  const file = position.file.split('/').at(-1) ?? position.file
  const source = highlight(safe(position.source.trim(), options), 'ts')[0] ?? []
  return [
    ...wrap([styled(words.where(file, position.line), 'muted')], options.width),
    tidy([styled('  '), ...source]),
  ]
}
