/** The state as the lines of a whole screen. Pure: the terminal layer only puts them there. */
import {
  line,
  lineWidth,
  padLine,
  styled,
  type StyledLine,
  type StyledRun,
  textOf,
} from '#text/lines.ts'
import { toAscii } from '#text/glyphs.ts'
import { displayWidth, splitAtWidth } from '#text/width.ts'
import { wrap } from '#text/wrap.ts'
import { marks } from '../show/marks.ts'
import { drawGlossary } from './draw-glossary.ts'
import { drawHome, lessonNumber } from './draw-home.ts'
import { stepperHeader } from './draw-stepper.ts'
import { footerOf } from './footer.ts'
import { bodyRows, margin, noticeLines, pageOf, textWidth } from './layout.ts'
import type { Guide, Playground, Reader, Workbench } from './state.ts'

/** Exactly `rows` lines, none wider than `columns`. */
export function draw(guide: Guide): StyledLine[] {
  const rows = bodyRows(guide)
  const body = guide.keysShown ? drawKeys(guide) : drawBody(guide, rows)
  const filled = [...body, ...Array.from({ length: rows }, () => [])].slice(0, rows)
  const rule = line(marks(guide.unicode).rule.repeat(guide.columns), 'muted')
  const lines = [
    indented(guide, drawHeader(guide)),
    rule,
    ...filled.map((text) => indented(guide, text)),
    ...noticeLines(guide).map((text) => indented(guide, text)),
    rule,
    indented(guide, drawFooter(guide)),
  ]
  return lines.slice(0, guide.rows).map((text) => fitted(text, guide))
}

function indented(guide: Guide, text: StyledLine): StyledLine {
  return [styled(' '.repeat(margin(guide))), ...text]
}

/** Cuts what is too wide and keeps to the signs the terminal has. */
function fitted(text: StyledLine, { columns, unicode }: Guide): StyledLine {
  const shown = unicode ? text : text.map((run) => ({ ...run, text: toAscii(run.text) }))
  if (lineWidth(shown) <= columns) return shown
  const cut: StyledRun[] = []
  let room = columns
  for (const run of shown) {
    const [head] = splitAtWidth(run.text, room)
    cut.push({ ...run, text: head })
    room -= displayWidth(head)
    if (head !== run.text) break
  }
  return cut
}

function drawBody(guide: Guide, rows: number): readonly StyledLine[] {
  const { screen } = guide
  if (screen.kind === 'opening') return []
  if (screen.kind === 'home') {
    const { lines, selected } = drawHome(guide, screen, textWidth(guide))
    const first = Math.max(0, Math.min(selected - Math.floor(rows / 2), lines.length - rows))
    return lines.slice(first, first + rows)
  }
  if (screen.kind === 'reader' && screen.mode.kind === 'jump') {
    return drawJump(guide, screen, screen.mode.selected, rows)
  }
  if (screen.kind === 'reader' && screen.mode.kind === 'glossary') {
    return drawGlossary(guide, screen, screen.mode, rows)
  }
  const { body, last } = pageOf(guide)
  const first = Math.min(screen.scroll, last)
  return body.slice(first, first + rows)
}

function drawJump(guide: Guide, { lesson }: Reader, selected: number, rows: number): StyledLine[] {
  const { pointer } = marks(guide.unicode)
  const lines = lesson.sections.map(({ title }, index) => {
    const isSelected = index === selected
    const mark = styled(isSelected ? `${pointer} ` : '  ', 'accent')
    const number = styled(`${String(index + 1).padStart(2)}. `, 'muted')
    return [mark, number, styled(title, isSelected ? 'strong' : 'plain')]
  })
  const room = rows - 2
  const first = Math.max(0, Math.min(selected - Math.floor(room / 2), lines.length - room))
  return [line(guide.words.jumpTo, 'heading'), [], ...lines.slice(first, first + room)]
}

function drawHeader(guide: Guide): StyledLine {
  const { words, screen } = guide
  const width = guide.columns - 2 * margin(guide)
  if (screen.kind === 'reader') {
    const { lesson, section } = screen
    const place =
      section < lesson.sections.length ? words.sectionOf(section + 1, lesson.sections.length) : ''
    const name = `${words.placeLesson(lessonNumber(lesson.id))} · ${lesson.title}`
    return sides(line(name, 'strong'), line(place, 'muted'), width)
  }
  if (screen.kind === 'workbench') {
    const name = `${words.exerciseHead} · ${screen.exercise.name}`
    return sides(line(name, 'strong'), stateOf(guide, screen), width)
  }
  if (screen.kind === 'stepper') {
    const [name, place] = stepperHeader(guide, screen)
    return sides(line(name, 'strong'), line(place, 'muted'), width)
  }
  if (screen.kind === 'playground') {
    const name = `${words.playHead} · ${screen.name}`
    return sides(line(name, 'strong'), playState(guide, screen), width)
  }
  const both = displayWidth(words.course) + displayWidth(words.courseTitle) < width
  return sides(line(words.course, 'strong'), line(both ? words.courseTitle : '', 'muted'), width)
}

function playState({ words, unicode }: Guide, { running, played }: Playground): StyledLine {
  const { passed, failed } = marks(unicode)
  if (running || !played) return line(words.running, 'accent')
  if (played.trouble) return line(`${failed} ${words.stoppedShort}`, 'bad')
  return line(`${passed} ${words.ran}`, 'good')
}

function stateOf({ words, unicode }: Guide, { checking, verdict }: Workbench): StyledLine {
  const { passed, failed } = marks(unicode)
  if (checking) return line(words.checking, 'accent')
  if (verdict === null) return line(words.notChecked, 'muted')
  if (verdict.outcome === 'pass') return line(`${passed} ${words.passesShort}`, 'good')
  return line(`${failed} ${words.failsShort}`, 'bad')
}

/** One text at the left edge, one at the right; where both do not fit the left one is cut. */
function sides(left: StyledLine, right: StyledLine, width: number): StyledLine {
  const room = width - lineWidth(right) - 1
  const [first] = left
  if (lineWidth(left) <= room || !first) return [...padLine(left, room + 1), ...right]
  const [head] = splitAtWidth(textOf(left), Math.max(0, room))
  return [styled(head, first.style), styled(' '), ...right]
}

/** As many keys as fit, the most needed ones first; where the page goes on, how far. */
function drawFooter(guide: Guide): StyledLine {
  const width = guide.columns - 2 * margin(guide)
  const { screen } = guide
  const page = pageOf(guide)
  const scrolls = page.last > 0 && screen.kind !== 'home' && !guide.keysShown
  const scroll = 'scroll' in screen ? Math.min(screen.scroll, page.last) : 0
  const share = guide.words.scrolled(Math.round((100 * (scroll + page.rows)) / page.lines))
  const right = scrolls ? line(share, 'muted') : []
  const footer = footerOf(guide)
  if (typeof footer !== 'string') return footer
  return sides(line(keysThatFit(footer, width - lineWidth(right) - 1), 'muted'), right, width)
}

const between = ' · '

/** Drops keys from the middle: the first says what to do now, the last two how to get out. */
function keysThatFit(keys: string, width: number): string {
  const parts = keys.split(between)
  while (displayWidth(parts.join(between)) > width && parts.length > 2) {
    parts.splice(Math.max(1, parts.length - 3), 1)
  }
  return parts.join(between)
}

function drawKeys(guide: Guide): StyledLine[] {
  const { words, screen } = guide
  const keys =
    screen.kind === 'reader'
      ? words.readerKeys
      : screen.kind === 'workbench'
        ? words.exerciseKeys
        : screen.kind === 'playground'
          ? words.playKeys
          : screen.kind === 'stepper'
            ? words.stepperKeys
            : words.homeKeys
  const column = Math.max(...keys.map(([key = '']) => displayWidth(key))) + 2
  const lines = keys.flatMap(([key = '', meaning = '']) => {
    const [first = [], ...rest] = wrap([styled(meaning)], Math.max(10, textWidth(guide) - column))
    const name = padLine([styled(key, 'accent')], column)
    return [[...name, ...first], ...rest.map((text) => [styled(' '.repeat(column)), ...text])]
  })
  return [line(words.keys, 'heading'), [], ...lines, [], line(words.anyKey, 'muted')]
}
