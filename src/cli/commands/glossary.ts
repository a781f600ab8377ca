/** `glossary`: the words of the course, or what one of them means. */
import { line, indent, styled, type StyledLine } from '#text/lines.ts'
import { namesOf, wordsMatching } from '#course/glossary.ts'
import type { GlossaryWord } from '#course/model.ts'
import { printJson, printLines } from '../output.ts'
import { CourseError } from '../problem.ts'
import type { Session } from '../session.ts'
import { drawingOptions } from '../show/drawing.ts'
import { drawMeaning } from '../show/glossary.ts'
import { suggest } from '../suggest.ts'

export function glossary(
  session: Session,
  typed: string | undefined,
  { json }: { json: boolean },
): void {
  const { words } = session.content.glossary()
  const found = typed === undefined ? words : findWords(session, words, typed)
  if (json) printJson(found.map(asData))
  else
    printLines(
      found.flatMap((word) => drawWord(session, word)),
      session.terminal,
    )
}

/** The word itself, else all that have what was typed in one of their names. */
function findWords(
  { words: say }: Session,
  words: readonly GlossaryWord[],
  typed: string,
): readonly GlossaryWord[] {
  const wanted = typed.toLowerCase()
  const exact = words.filter((word) => namesOf(word).some((name) => name.toLowerCase() === wanted))
  const found = exact.length > 0 ? exact : wordsMatching(typed, words)
  if (found.length > 0) return found
  const near = suggest(typed, words.flatMap(namesOf))
  throw new CourseError(say.unknownWord(typed), say.didYouMean(near, say.seeGlossary))
}

function drawWord({ terminal, content, words }: Session, word: GlossaryWord): StyledLine[] {
  const options = drawingOptions(terminal, terminal.columns - 2)
  const meaning = drawMeaning(word, content.catalogue, words, options)
  return [line(word.word, 'strong'), ...indent(meaning, styled('  ')), []]
}

function asData({ id, word, also, meaning, taught }: GlossaryWord): object {
  return { id, word, also, meaning: meaning.map(({ text }) => text).join(''), taught }
}
