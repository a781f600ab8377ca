/** The page of a scratch file: where it is, and what it printed and showed. */
import { line, styled, type StyledLine } from '#text/lines.ts'
import { wrap } from '#text/wrap.ts'
import { drawPlayed } from '../show/played.ts'
import type { Guide, Playground } from './state.ts'

export function drawPlaygroundPage(
  { words, unicode, editor }: Guide,
  { path, played }: Playground,
  width: number,
): StyledLine[] {
  const file = wrap([styled(words.yourFile(path))], width)
  const advice = editor === null ? words.noEditor : words.playWith(editor)
  const head = [...file, ...wrap([styled(advice, 'muted')], width), []]
  if (!played) return [...head, line(words.running, 'muted')]
  return [...head, ...drawPlayed(played, { width, unicode, words })]
}
