/** The glossary as lines: a list of words, the selected one with its meaning. */
import { indent, line, styled, type StyledLine } from '#text/lines.ts'
import type { GlossaryWord } from '#course/model.ts'
import { drawMeaning } from '../show/glossary.ts'
import { marks } from '../show/marks.ts'
import { drawingOptions } from '../show/drawing.ts'
import { listedWords } from './glossary.ts'
import { textWidth } from './layout.ts'
import type { Glossary, Guide, Reader } from './state.ts'

/** At most `rows` lines, with the selected word in sight. */
export function drawGlossary(
  guide: Guide,
  reader: Reader,
  mode: Glossary,
  rows: number,
): StyledLine[] {
  const { words } = guide
  const { here, others } = listedWords(reader, mode)
  const lines: StyledLine[] = []
  let first = 0
  const add = (list: readonly GlossaryWord[], offset: number): void => {
    for (const [index, word] of list.entries()) {
      const isSelected = offset + index === mode.selected
      if (isSelected) first = lines.length
      lines.push(...drawWord(guide, word, isSelected))
    }
  }
  if (here.length > 0) lines.push(line(words.wordsHere, 'muted'))
  add(here, 0)
  if (here.length > 0 && others.length > 0) lines.push([], line(words.otherWords, 'muted'))
  add(others, here.length)
  if (here.length + others.length === 0) lines.push(line(words.noWord(mode.filter), 'muted'))
  const head = heading(guide, mode)
  const room = Math.max(1, rows - head.length)
  // The line above the selected word stays in sight, be it the words' heading.
  const from = Math.max(0, Math.min(first - 1, lines.length - room))
  return [...head, ...lines.slice(from, from + room)]
}

function heading({ words, unicode }: Guide, { filter }: Glossary): StyledLine[] {
  const typed =
    filter === ''
      ? []
      : [[styled(`${words.filter}: `, 'muted'), styled(filter + marks(unicode).cursor)]]
  return [line(words.glossary, 'heading'), ...typed, []]
}

function drawWord(guide: Guide, word: GlossaryWord, isSelected: boolean): StyledLine[] {
  const { unicode, words, catalogue } = guide
  const mark = styled(isSelected ? `${marks(unicode).pointer} ` : '  ', 'accent')
  const name: StyledLine = [mark, styled(word.word, isSelected ? 'strong' : 'plain')]
  if (!isSelected) return [name]
  const options = drawingOptions(guide, textWidth(guide) - 4)
  const meaning = drawMeaning(word, catalogue, words, options)
  return [name, ...indent(meaning, styled('    '))]
}
