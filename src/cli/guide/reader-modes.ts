/** Jumping to a section of the lesson, and searching it. */
import { type Key, stay, type Step } from './events.ts'
import { textOfSection } from './parts.ts'
import { enterSection } from './section.ts'
import type { Guide, Reader } from './state.ts'

const reading = { kind: 'reading' } as const

export function jumpKey(guide: Guide, reader: Reader, selected: number, key: Key): Step {
  const last = reader.lesson.sections.length - 1
  const select = (to: number): Step => {
    const within = Math.min(Math.max(to, 0), last)
    return stay({ ...guide, screen: { ...reader, mode: { kind: 'jump', selected: within } } })
  }
  if (key.name === 'up') return select(selected - 1)
  if (key.name === 'down' || key.name === 'tab') return select(selected + 1)
  if (key.name === 'home') return select(0)
  if (key.name === 'end') return select(last)
  if (/^[1-9]$/.test(key.text)) return select(Number(key.text) - 1)
  if (key.name === 'return') return enterSection(guide, reader, selected)
  if (key.name === 'escape' || key.text === 'q' || key.text === 'g') {
    return stay({ ...guide, screen: { ...reader, mode: reading } })
  }
  return stay(guide)
}

export function searchKey(guide: Guide, reader: Reader, text: string, key: Key): Step {
  const type = (typed: string): Step =>
    stay({ ...guide, screen: { ...reader, mode: { kind: 'search', text: typed } } })
  if (key.name === 'escape') return stay({ ...guide, screen: { ...reader, mode: reading } })
  if (key.name === 'backspace') return type(text.slice(0, -1))
  if (key.name === 'return') return search(guide, reader, text)
  return type(text + key.text)
}

/** Goes to the next section with the text in it, from the one after this round to this one. */
function search(guide: Guide, reader: Reader, text: string): Step {
  const back: Reader = { ...reader, mode: reading }
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return stay({ ...guide, screen: back })
  const { sections } = reader.lesson
  const order = sections.map((_, offset) => (reader.section + 1 + offset) % sections.length)
  const found = order.filter((index) => {
    const section = sections[index]
    return section !== undefined && textOfSection(section).toLowerCase().includes(wanted)
  })
  const [first] = found
  if (first === undefined) {
    return stay({ ...guide, screen: back, notice: guide.words.notFound(text) })
  }
  const { guide: entered, effects } = enterSection(guide, back, first)
  const notice = `"${text}" ${guide.words.foundIn(found.length)}`
  return stay({ ...entered, notice }, ...effects)
}
