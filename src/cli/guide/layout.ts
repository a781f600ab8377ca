/** How the screen is divided, and the page that is scrolled in it. */
import { styled, type StyledLine } from '#text/lines.ts'
import { wrap } from '#text/wrap.ts'
import { drawPlaygroundPage } from './draw-playground.ts'
import { drawReaderPage } from './draw-reader.ts'
import { drawStepperPage } from './draw-stepper.ts'
import { drawWorkbenchPage } from './draw-workbench.ts'
import type { Guide } from './state.ts'

/** The header with its line above the page, the keys with theirs below. */
const frameRows = 4
/** Wider text is tiring to read. */
const widestText = 92
/** From here on there is room for a margin. */
const withMargin = 60

export interface Page {
  readonly body: readonly StyledLine[]
  /** Lines of the whole page. */
  readonly lines: number
  /** Rows of the screen it has. */
  readonly rows: number
  /** Scrolled this far, the end of the page is in sight. */
  readonly last: number
  /** Lines to scroll for the next screenful. */
  readonly step: number
}

export function margin({ columns }: Pick<Guide, 'columns'>): number {
  return columns >= withMargin ? 1 : 0
}

export function textWidth(guide: Pick<Guide, 'columns'>): number {
  return Math.min(guide.columns - 2 * margin(guide), widestText)
}

export function bodyRows(guide: Guide): number {
  return Math.max(3, guide.rows - frameRows - noticeLines(guide).length)
}

/** What has to be told or asked, between the page and the keys. */
export function noticeLines(guide: Guide): StyledLine[] {
  const text = questionOf(guide) ?? guide.notice
  return text === null ? [] : wrap([styled(text, 'accent')], textWidth(guide))
}

function questionOf({ screen, words }: Guide): string | null {
  if (screen.kind !== 'workbench' || screen.confirm === null) return null
  const question =
    screen.confirm === 'reset' ? words.confirmReset(screen.path) : words.confirmSolution
  return `${question} ${words.yesOrNo}`
}

/** The page of the screen shown; empty for screens that do not scroll. */
export function pageOf(guide: Guide): Page {
  const body = pageLines(guide)
  const rows = bodyRows(guide)
  return {
    body,
    lines: body.length,
    rows,
    last: Math.max(0, body.length - rows),
    step: Math.max(1, rows - 2),
  }
}

function pageLines(guide: Guide): readonly StyledLine[] {
  const { screen } = guide
  if (screen.kind === 'reader') return drawReaderPage(guide, screen, textWidth(guide))
  if (screen.kind === 'workbench') return drawWorkbenchPage(guide, screen, textWidth(guide))
  if (screen.kind === 'playground') return drawPlaygroundPage(guide, screen, textWidth(guide))
  if (screen.kind === 'stepper') {
    return drawStepperPage(guide, screen, textWidth(guide), bodyRows(guide))
  }
  return []
}
