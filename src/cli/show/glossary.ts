/** A word of the glossary: what it means and where it is taught. */
import { styled, type StyledLine } from '#text/lines.ts'
import { type RenderOptions, styledRuns } from '#text/render.ts'
import { wrap } from '#text/wrap.ts'
import type { Catalogue, GlossaryWord } from '#course/model.ts'
import type { Words } from '../words.ts'

export function drawMeaning(
  { meaning, also, taught }: GlossaryWord,
  { lessons }: Catalogue,
  words: Words,
  options: RenderOptions,
): StyledLine[] {
  const names =
    also.length === 0 ? [] : wrap([styled(words.alsoCalled(also), 'muted')], options.width)
  const lesson = lessons.find(({ id }) => id === taught?.lesson)
  const section = lesson?.sections.find(({ id }) => id === taught?.section)
  const where = lesson && section ? words.taughtIn(lesson.title, section.title) : words.notTaughtYet
  return [
    ...wrap(styledRuns(meaning, options), options.width),
    ...names,
    ...wrap([styled(where, 'muted')], options.width),
  ]
}
