/** The glossary over the reader: the words of the section first, then all; Enter goes to where one is taught. */
import { wordsIn, wordsMatching } from '#course/glossary.ts'
import type { GlossaryWord } from '#course/model.ts'
import { type Key, stay, type Step } from './events.ts'
import { textOfSection } from './parts.ts'
import { enterSection } from './section.ts'
import type { Glossary, Guide, Place, Reader, Spot } from './state.ts'

export function openGlossary(guide: Guide, reader: Reader, words: readonly GlossaryWord[]): Step {
  if (words.length === 0) return stay({ ...guide, notice: guide.words.noGlossary })
  return show(guide, reader, { kind: 'glossary', words, filter: '', selected: 0 })
}

function show(guide: Guide, reader: Reader, mode: Reader['mode']): Step {
  return stay({ ...guide, screen: { ...reader, mode } })
}

export interface ListedWords {
  /** Words that stand in the section, in its order; none while something is typed. */
  readonly here: readonly GlossaryWord[]
  readonly others: readonly GlossaryWord[]
}

/** What is listed: the words of the section and then the rest, or whatever matches. */
export function listedWords({ lesson, section }: Reader, { words, filter }: Glossary): ListedWords {
  if (filter.trim() !== '') return { here: [], others: wordsMatching(filter, words) }
  const current = lesson.sections[section]
  const here = current ? wordsIn(textOfSection(current), words) : []
  return { here, others: words.filter((word) => !here.includes(word)) }
}

export function glossaryKey(guide: Guide, reader: Reader, mode: Glossary, key: Key): Step {
  const { here, others } = listedWords(reader, mode)
  const all = [...here, ...others]
  const select = (to: number): Step =>
    show(guide, reader, { ...mode, selected: Math.max(0, Math.min(to, all.length - 1)) })
  const refilter = (filter: string): Step => show(guide, reader, { ...mode, filter, selected: 0 })
  switch (key.name) {
    case 'up':
      return select(mode.selected - 1)
    case 'down':
    case 'tab':
      return select(mode.selected + 1)
    case 'pageup':
    case 'home':
      return select(0)
    case 'pagedown':
    case 'end':
      return select(all.length - 1)
    case 'backspace':
      return refilter(mode.filter.slice(0, -1))
    case 'escape':
      return mode.filter === '' ? show(guide, reader, { kind: 'reading' }) : refilter('')
    case 'return':
      return goToWord(guide, reader, all[mode.selected])
  }
  return key.text === '' ? stay(guide) : refilter(mode.filter + key.text)
}

function goToWord(guide: Guide, reader: Reader, word: GlossaryWord | undefined): Step {
  if (!word) return stay(guide)
  const place = word.taught && placeOf(guide, word.taught)
  if (!place) return stay({ ...guide, notice: guide.words.notTaughtYet })
  const { section, passed, scroll } = reader
  const lookedUpFrom = reader.lookedUpFrom ?? { lesson: reader.lesson.id, section, passed, scroll }
  const notice = guide.words.lookedUp(word.word)
  return goToPlace({ ...guide, notice }, { ...reader, lookedUpFrom }, place)
}

function placeOf({ catalogue }: Guide, taught: NonNullable<GlossaryWord['taught']>): Place | null {
  const lesson = catalogue.lessons.find(({ id }) => id === taught.lesson)
  const section = lesson?.sections.findIndex(({ id }) => id === taught.section) ?? -1
  return section < 0 ? null : { lesson: taught.lesson, section }
}

/** Back from a word to the spot where it was met, as it was left. */
export function backFromWord(guide: Guide, reader: Reader, spot: Spot): Step {
  return goToPlace(guide, { ...reader, lookedUpFrom: null }, spot, spot)
}

/** Shows a section of this or of another lesson. */
function goToPlace(
  guide: Guide,
  reader: Reader,
  { lesson, section }: Place,
  backAt: Spot | null = null,
): Step {
  if (lesson === reader.lesson.id) return enterSection(guide, reader, section, backAt)
  const { cameFrom, lookedUpFrom } = reader
  return stay(
    { ...guide, screen: { kind: 'opening' } },
    { kind: 'open-lesson', lesson, section, cameFrom, lookedUpFrom, backAt },
  )
}
