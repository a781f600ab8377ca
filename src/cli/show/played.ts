/** What came of a scratch file: what it printed and showed in order, and what stopped it. */
import { basename } from 'node:path'
import { renderOutput } from '#text/code.ts'
import { drawFigure } from '#text/figures/draw.ts'
import { line, styled, type StyledLine } from '#text/lines.ts'
import { wrap } from '#text/wrap.ts'
import type { Part, Played } from '#course/play/run.ts'
import type { Words } from '../words.ts'
import { joined } from './groups.ts'

export interface PlayedOptions {
  readonly width: number
  readonly unicode: boolean
  readonly words: Words
}

export function drawPlayed({ parts, cut, trouble }: Played, options: PlayedOptions): StyledLine[] {
  const { words, width } = options
  const shown = groups(parts).map((group) => drawGroup(group, options))
  const more = cut ? [line(words.printedCut, 'muted')] : []
  const nothing = shown.length === 0 && !trouble ? [line(words.playedNothing, 'muted')] : []
  return joined([...shown, more, nothing, trouble ? drawTrouble(trouble, words, width) : []])
}

/** Lines printed one after the other stand together. */
function groups(parts: readonly Part[]): Part[] {
  const grouped: Part[] = []
  for (const part of parts) {
    const last = grouped.at(-1)
    if (part.kind === 'text' && last?.kind === 'text')
      grouped[grouped.length - 1] = { kind: 'text', text: `${last.text}\n${part.text}` }
    else grouped.push(part)
  }
  return grouped
}

function drawGroup(part: Part, options: PlayedOptions): StyledLine[] {
  if (part.kind === 'text') return renderOutput(part.text, options)
  const { figure } = part
  if ('broken' in figure) return wrap([styled(figure.broken, 'bad')], options.width)
  return drawFigure(figure, options)
}

function drawTrouble(
  { message, position }: NonNullable<Played['trouble']>,
  words: Words,
  width: number,
): StyledLine[] {
  const said = wrap([styled(message, 'bad')], width)
  if (!position) return said
  const where = words.where(basename(position.file), position.line)
  return [...said, ...wrap([styled(where)], width), line(`  ${position.source.trim()}`, 'code')]
}
