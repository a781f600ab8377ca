/** A small course and the events that go through it, without a terminal. */
import type { Block } from '#text/blocks.ts'
import { textOf } from '#text/lines.ts'
import type { Catalogue, Exercise, Lesson } from '#course/model.ts'
import type { Progress } from '#course/progress/index.ts'
import { emptyProgress } from '#course/progress/schema.ts'
import { draw } from '../../../src/cli/guide/draw.ts'
import type { Effect, GuideEvent } from '../../../src/cli/guide/events.ts'
import type { Guide } from '../../../src/cli/guide/state.ts'
import { step } from '../../../src/cli/guide/step.ts'
import { wordsFor } from '../../../src/cli/words.ts'

const plain = (text: string) => [{ text, style: 'plain' as const }]
const prose = (text: string): Block => ({ kind: 'prose', runs: plain(text) })

const question: Block = {
  kind: 'prediction',
  index: 0,
  id: 'asking/1',
  ask: plain('How many?'),
  form: 'number',
  choices: [],
  wrong: { 100: plain('That would be exact.') },
  otherwise: plain('Think again.'),
  because: plain('Because of the table.'),
  line: 1,
}

const choice: Block = {
  kind: 'prediction',
  index: 1,
  id: 'choosing/1',
  ask: plain('Which one?'),
  form: 'choice',
  choices: [
    { value: 'a', label: plain('the first') },
    { value: 'b', label: plain('the second') },
  ],
  wrong: {},
  otherwise: null,
  because: null,
  line: 1,
}

const order: Block = {
  kind: 'prediction',
  index: 2,
  id: 'ordering/1',
  ask: plain('In which order?'),
  form: 'order',
  choices: [
    { value: 'take', label: plain('take objects') },
    { value: 'grow', label: plain('make a slab') },
    { value: 'empty', label: plain('find the array empty') },
  ],
  wrong: { 'take before grow': plain('There is no slab to take from yet.') },
  otherwise: plain('Think again.'),
  because: null,
  line: 1,
}

export const lesson: Lesson = {
  id: '00-small',
  title: 'A small lesson',
  minutes: 5,
  sections: [
    {
      id: 'asking',
      title: 'Asking',
      blocks: [
        prose('Before.'),
        { kind: 'cell', index: 0, code: 'print(128)', line: 3, output: '128' },
        question,
        prose('After the answer.'),
      ],
    },
    {
      id: 'running',
      title: 'Running',
      blocks: [
        { kind: 'cell', index: 1, code: 'print(1)', line: 9, output: '1' },
        prose('After the cell.'),
        { kind: 'exercise', name: 'refill', runs: plain('Exercise: refill') },
      ],
    },
    { id: 'choosing', title: 'Choosing', blocks: [choice, prose('The end.')] },
  ],
  exercises: ['refill'],
  program: { code: '', lines: [], steps: [] },
  problems: [],
}

/** A lesson with a question about an order. */
export const ordering: Lesson = {
  ...lesson,
  id: '01-ordering',
  sections: [{ id: 'ordering', title: 'Ordering', blocks: [order, prose('After the order.')] }],
}

export const exercise: Exercise = {
  name: 'refill',
  folder: 'exercises/00-small/01-refill',
  title: 'Refill the array',
  lesson: '00-small',
  section: 'running',
  minutes: 5,
  kernel: [],
  task: [prose('Write the refill.')],
  hints: [1, 2, 3].map((number) => ({
    title: `hint ${number}`,
    blocks: [prose(`Hint text ${number}`)],
  })),
  misconceptions: {},
  problems: [],
}

const catalogue: Catalogue = {
  language: 'en',
  lessons: [
    {
      id: lesson.id,
      title: lesson.title,
      minutes: 5,
      sections: lesson.sections.map(({ id, title }) => ({ id, title })),
      predictions: ['asking/1', 'choosing/1'],
      exercises: [
        {
          name: 'refill',
          folder: exercise.folder,
          title: exercise.title,
          section: 'running',
          minutes: 5,
        },
      ],
      problems: 0,
    },
  ],
}

/** The guided course played by a test: keys in, screen and effects out. */
export class Play {
  guide: Guide
  effects: Effect[] = []

  constructor(progress: Progress = emptyProgress()) {
    this.guide = {
      columns: 80,
      rows: 24,
      unicode: true,
      colour: true,
      words: wordsFor('en'),
      catalogue,
      progress,
      started: [],
      editor: null,
      screen: { kind: 'home', selected: 'next', filter: '' },
      keysShown: false,
      notice: null,
    }
  }

  /** Effects are kept in order until `took` asks for them. */
  event(event: GuideEvent): this {
    const next = step(this.guide, event)
    this.guide = next.guide
    this.effects.push(...next.effects)
    return this
  }

  /** Names of keys (`return`, `up`, …) or characters. */
  press(...keys: readonly string[]): this {
    for (const key of keys) {
      const isText = key.length === 1
      this.event({ kind: 'key', key: { name: key, text: isText ? key : '', ctrl: false } })
    }
    return this
  }

  /** The effects since the last call, progress left out. */
  took(): Effect[] {
    const taken = this.effects.filter(({ kind }) => kind !== 'record')
    this.effects = []
    return taken
  }

  openLesson(section = 0, opened = lesson): this {
    return this.event({ kind: 'lesson-opened', lesson: opened, section, cameFrom: null })
  }

  openExercise(): this {
    const [entry] = catalogue.lessons
    if (!entry) throw new Error('the course has no lesson')
    const path = 'workspace/00-small/refill.ts'
    return this.event({ kind: 'exercise-opened', exercise, lesson: entry, path, hints: 0 })
  }

  get screen(): string {
    return draw(this.guide).map(textOf).join('\n')
  }
}
