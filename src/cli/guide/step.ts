/** The whole guided course as one pure function: what is and what happened give what is next and what to do. */
import type { Change } from '#course/progress/index.ts'
import { isSameAnswer } from '../show/answers.ts'
import { linesAboveVerdict } from './draw-workbench.ts'
import { type GuideEvent, type Key, stay, type Step } from './events.ts'
import { openGlossary } from './glossary.ts'
import { openHome, stepHome } from './home.ts'
import { pageOf, textWidth } from './layout.ts'
import { currentGate, readerParts } from './parts.ts'
import { openPlayground, playgroundEvent, stepPlayground } from './playground.ts'
import { stepReader } from './reader.ts'
import { scrollToCell } from './reader-cells.ts'
import { scrollTo } from './scroll.ts'
import { enterSection, passGate } from './section.ts'
import {
  type Guide,
  type Reader,
  type Sheet,
  type Stepper,
  untouched,
  type Workbench,
} from './state.ts'
import { showOperations, showSteps, stepStepper } from './stepper.ts'
import { stepWorkbench } from './workbench.ts'

export function step(guide: Guide, event: GuideEvent): Step {
  switch (event.kind) {
    case 'key':
      return stepKey(guide, event.key)
    case 'resize':
      return stay({ ...guide, columns: event.columns, rows: event.rows })
    case 'progress':
      return stay({ ...guide, progress: event.progress, started: event.started })
    case 'editor':
      return stay({ ...guide, editor: event.name })
    case 'went-home':
      return stay(openHome(guide))
    case 'told':
      return stay({ ...guide, notice: withText(guide.notice, event.text) })
    case 'lesson-opened':
      return openReader(guide, event)
    case 'exercise-opened':
      return openWorkbench(guide, event)
    case 'play-opened':
      return openPlayground(guide, event)
    default:
      return stepScreen(guide, event)
  }
}

/** Two things told before a key is pressed are both to be read. */
function withText(notice: string | null, text: string): string {
  if (notice === null || notice === text) return text
  return notice.includes(text) ? notice : `${notice} ${text}`
}

/** Ctrl-C leaves and Ctrl-Z steps aside everywhere; everything else belongs to the screen shown. */
function stepKey(guide: Guide, key: Key): Step {
  if (key.ctrl && (key.name === 'c' || key.name === 'd')) return stay(guide, { kind: 'leave' })
  if (key.ctrl && key.name === 'z') return stay(guide, { kind: 'suspend' })
  if (key.ctrl) return stay(guide)
  if (guide.keysShown) return stay({ ...guide, keysShown: false })
  const quiet: Guide = { ...guide, notice: null }
  if (key.text === '?' && !isTyping(guide)) return stay({ ...quiet, keysShown: true })
  switch (quiet.screen.kind) {
    case 'home':
      return stepHome(quiet, quiet.screen, key)
    case 'reader':
      return stepReader(quiet, quiet.screen, key)
    case 'workbench':
      return stepWorkbench(quiet, quiet.screen, key)
    case 'playground':
      return stepPlayground(quiet, quiet.screen, key)
    case 'stepper':
      return stepStepper(quiet, quiet.screen, key)
    case 'opening':
      return stay(quiet)
  }
}

function isTyping({ screen }: Guide): boolean {
  if (screen.kind === 'home') return screen.filter !== ''
  return screen.kind === 'reader' && ['search', 'glossary'].includes(screen.mode.kind)
}

/** What a machine or a file answered; it means nothing any more when the screen has changed meanwhile. */
function stepScreen(guide: Guide, event: GuideEvent): Step {
  const { screen } = guide
  if (screen.kind === 'reader') return readerEvent(guide, screen, event)
  if (screen.kind === 'workbench') return workbenchEvent(guide, screen, event)
  if (screen.kind === 'stepper') return stepperEvent(guide, screen, event)
  if (screen.kind === 'playground') return playgroundEvent(guide, screen, event)
  return stay(guide)
}

function openReader(
  guide: Guide,
  {
    lesson,
    section,
    cameFrom,
    lookedUpFrom = null,
    backAt = null,
  }: Extract<GuideEvent, { kind: 'lesson-opened' }>,
): Step {
  const reader: Reader = {
    kind: 'reader',
    lesson,
    section,
    passed: 0,
    outputs: {},
    answers: {},
    figures: {},
    versions: {},
    ...untouched,
    scroll: 0,
    mode: { kind: 'reading' },
    cameFrom,
    lookedUpFrom,
  }
  const problems = lesson.problems.length
  const notice = problems > 0 ? guide.words.lessonProblems(problems) : guide.notice
  return enterSection({ ...guide, notice }, reader, section, backAt)
}

/** What comes for the lesson below the stepper is kept for when the reader is back. */
function stepperEvent(guide: Guide, stepper: Stepper, event: GuideEvent): Step {
  if (event.kind === 'operations-listed') return showOperations(guide, stepper, event)
  if (event.kind === 'operation-recorded') return showSteps(guide, stepper, event.stepped)
  const below = readerEvent({ ...guide, screen: stepper.reader }, stepper.reader, event)
  const { screen } = below.guide
  if (screen.kind !== 'reader') return below
  return { ...below, guide: { ...below.guide, screen: { ...stepper, reader: screen } } }
}

function readerEvent(guide: Guide, reader: Reader, event: GuideEvent): Step {
  switch (event.kind) {
    case 'cell-ran': {
      const outputs = { ...reader.outputs, [event.cell]: event.result }
      return stay({ ...guide, screen: { ...reader, outputs } })
    }
    case 'figure-made': {
      const figures = { ...reader.figures, [event.figure]: event.view }
      return stay({ ...guide, screen: { ...reader, figures } })
    }
    case 'answered':
      return answered(guide, reader, event)
    case 'glossary-opened':
      return openGlossary(guide, reader, event.words)
    case 'version':
      return showVersion(guide, reader, event)
    case 'operations-listed':
      return showOperations(guide, reader, event)
    default:
      return stay(guide)
  }
}

/** A version that went back to the lesson's cell is gone from the screen. */
function showVersion(
  guide: Guide,
  reader: Reader,
  { lesson, cell, version }: Extract<GuideEvent, { kind: 'version' }>,
): Step {
  if (lesson !== reader.lesson.id) return stay(guide)
  const { [cell]: _, ...others } = reader.versions
  const versions = version === null ? others : { ...others, [cell]: version }
  const shown = { ...reader, versions }
  const begins = version?.running === true && !reader.versions[cell]?.result
  return begins ? scrollToCell(guide, shown, cell) : stay({ ...guide, screen: shown })
}

function answered(
  guide: Guide,
  reader: Reader,
  { prediction: index, typed, answer }: Extract<GuideEvent, { kind: 'answered' }>,
): Step {
  const gate = currentGate(readerParts(reader), reader.passed)
  const block = reader.lesson.sections
    .flatMap(({ blocks }) => blocks)
    .find((one) => one.kind === 'prediction' && one.index === index)
  if (block?.kind !== 'prediction') return stay(guide)
  const right = typeof answer === 'string' && typed !== null && isSameAnswer(block, typed, answer)
  const given = typeof answer === 'string' ? { typed, answer, right } : answer
  const known: Reader = { ...reader, answers: { ...reader.answers, [index]: given } }
  const isAsked = gate?.kind === 'question' && gate.prediction.index === index
  if (!isAsked) return stay({ ...guide, screen: known })
  const changes: Change[] =
    typed === null || typeof answer !== 'string'
      ? []
      : [
          {
            kind: 'predicted',
            lesson: reader.lesson.id,
            prediction: block.id,
            answer: typed,
            right,
          },
        ]
  const passed = passGate({ ...guide, screen: known }, known)
  return stay(passed.guide, { kind: 'record', changes }, ...passed.effects)
}

function openWorkbench(
  guide: Guide,
  { exercise, lesson, path, hints }: Extract<GuideEvent, { kind: 'exercise-opened' }>,
): Step {
  const bench: Workbench = {
    kind: 'workbench',
    exercise,
    lesson,
    path,
    checking: false,
    verdict: null,
    explanation: null,
    previous: null,
    hints,
    sheet: null,
    confirm: null,
    scroll: 0,
  }
  return stay({ ...guide, screen: bench })
}

function workbenchEvent(guide: Guide, bench: Workbench, event: GuideEvent): Step {
  switch (event.kind) {
    case 'noticed':
      return stay({ ...guide, notice: null, screen: { ...bench, checking: true } })
    case 'saved':
      return stay(
        { ...guide, notice: null, screen: { ...bench, checking: true } },
        { kind: 'check' },
      )
    case 'verdict':
      return showVerdict(guide, bench, event)
    case 'explained': {
      // Of an older verdict nobody wants to know any more.
      const { verdict, explanation } = event
      return stay(
        verdict === bench.verdict ? { ...guide, screen: { ...bench, explanation } } : guide,
      )
    }
    case 'not-checked':
      return stay({ ...guide, screen: { ...bench, checking: false, explanation: null } })
    case 'sheet':
      return showSheet(guide, bench, event.lines)
    case 'reset':
      return stay({
        ...guide,
        screen: { ...bench, verdict: null, explanation: null, previous: null, scroll: 0 },
      })
    default:
      return stay(guide)
  }
}

function showSheet(guide: Guide, bench: Workbench, lines: Sheet['lines']): Step {
  const below = bench.sheet?.below ?? bench.scroll
  return stay({ ...guide, screen: { ...bench, sheet: { lines, below }, scroll: 0 } })
}

/** The verdict comes into sight whatever was scrolled to; a sheet over it goes. */
function showVerdict(
  guide: Guide,
  bench: Workbench,
  { verdict }: Extract<GuideEvent, { kind: 'verdict' }>,
): Step {
  if (verdict.exercise !== bench.exercise.name) return stay(guide)
  const passed = verdict.outcome === 'pass'
  const judged: Workbench = {
    ...bench,
    verdict,
    explanation: passed ? null : 'coming',
    previous: bench.verdict,
    checking: false,
    sheet: null,
    confirm: null,
  }
  const change: Change = { kind: 'attempt', exercise: verdict.exercise, passed }
  const page = pageOf({ ...guide, screen: judged })
  const above = linesAboveVerdict(guide, judged, textWidth(guide))
  const scroll = page.lines <= page.rows ? 0 : above
  const scrolled = scrollTo({ ...guide, screen: judged }, judged, scroll)
  return stay(scrolled.guide, { kind: 'record', changes: [change] })
}
