/** Screens of the guided course for the README, drawn by the course itself: what a learner sees after these keys. */
import { openContent } from '../course/content.ts'
import { type Notebook, openNotebook } from '../course/notebook/index.ts'
import { emptyProgress } from '../course/progress/schema.ts'
import { draw } from '../cli/guide/draw.ts'
import type { Effect, GuideEvent } from '../cli/guide/events.ts'
import type { Guide } from '../cli/guide/state.ts'
import { step } from '../cli/guide/step.ts'
import { wordsFor } from '../cli/words.ts'
import { paint, plainTheme } from '../text/theme.ts'

export interface Scene {
  readonly lesson: string
  readonly section: string
  /** What the learner types: `\r` is Enter. */
  readonly keys: string
  readonly rows: number
}

/** The README's: a wrong guess about objects per slab, and what the machine says to it. */
export const readmeScene: Scene = {
  lesson: '01-cache-types',
  section: 'slab',
  keys: '40\r',
  rows: 53,
}

const screenBlock = /(<!-- screen -->\n+```text\n)[^`]*(```)/

/** The README with its screen as it is now. */
export function rewriteScreen(readme: string, root: string): string {
  return readme.replace(screenBlock, (_, before: string, after: string) => {
    return `${before}${drawScene(root, readmeScene).join('\n')}\n${after}`
  })
}

/** The lines of the screen at 80 columns. Reads the built course below `root`. */
export function drawScene(root: string, scene: Scene): string[] {
  const content = openContent({ root, language: 'en' })
  const lesson = content.lesson(scene.lesson)
  const section = lesson.sections.findIndex(({ id }) => id === scene.section)
  const notebook = openNotebook(lesson)
  let guide = firstScreen(content.catalogue, scene.rows)
  const queue: GuideEvent[] = [{ kind: 'lesson-opened', lesson, section, cameFrom: null }]
  for (const text of scene.keys) queue.push({ kind: 'key', key: keyOf(text) })
  for (let event = queue.shift(); event; event = queue.shift()) {
    const next = step(guide, event)
    guide = next.guide
    queue.unshift(...next.effects.flatMap((effect) => answerTo(effect, notebook)))
  }
  return paint(draw(guide), plainTheme).map((line) => line.trimEnd())
}

function keyOf(text: string): Extract<GuideEvent, { kind: 'key' }>['key'] {
  return text === '\r'
    ? { name: 'return', text: '', ctrl: false }
    : { name: text, text, ctrl: false }
}

/** What the machine answers; everything else that is asked for would leave the lesson. */
function answerTo(effect: Effect, notebook: Notebook): GuideEvent[] {
  switch (effect.kind) {
    case 'run-cell':
      return [{ kind: 'cell-ran', cell: effect.cell, result: notebook.runCell(effect.cell) }]
    case 'answer':
      return [{ ...effect, kind: 'answered', answer: notebook.answer(effect.prediction) }]
    case 'make-figure':
      return [{ kind: 'figure-made', figure: effect.figure, view: notebook.figure(effect.figure) }]
    default:
      return []
  }
}

function firstScreen(catalogue: Guide['catalogue'], rows: number): Guide {
  return {
    columns: 80,
    rows,
    unicode: true,
    colour: true,
    words: wordsFor('en'),
    catalogue,
    progress: emptyProgress(),
    started: [],
    editor: null,
    screen: { kind: 'opening' },
    keysShown: false,
    notice: null,
  }
}
