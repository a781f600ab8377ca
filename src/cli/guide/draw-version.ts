/** The learner's version of a cell below the lesson's own output, marked at its left edge. */
import { glyphs } from '#text/glyphs.ts'
import { indent, styled, type StyledLine } from '#text/lines.ts'
import type { RenderOptions } from '#text/render.ts'
import { wrap } from '#text/wrap.ts'
import { drawEdited } from '../show/edited.ts'
import { joined } from '../show/groups.ts'
import type { Guide, Reader } from './state.ts'

export function drawVersion(
  { words, unicode }: Guide,
  { versions, lesson }: Reader,
  cell: number,
  options: RenderOptions,
): StyledLine[] {
  const version = versions[cell]
  if (!version) return []
  const bar = styled(`${glyphs(unicode).version} `, 'accent')
  const inner = { ...options, width: options.width - 2 }
  const { path, running, result } = version
  const say = (text: string) => wrap([styled(text, 'accent')], inner.width)
  if (running) return indent(say(words.versionRuns(path)), bar)
  if (!result) return indent(say(words.versionKept(path)), bar)
  const drawn = drawEdited(result, lesson, { ...inner, words })
  return indent(joined([say(words.yourVersion(path)), ...drawn]), bar)
}
