/** Does what `step` asks for and reports what came of it as events. */
import type { Lesson } from '#course/model.ts'
import { type Notebook, openNotebook } from '#course/notebook/index.ts'
import { openStepper, type Stepper } from '#course/notebook/steps.ts'
import { findExercise } from '../find.ts'
import type { Session } from '../session.ts'
import { messageOf } from '../show/page.ts'
import { startedExercises } from '../started.ts'
import { CellBench } from './cell-bench.ts'
import { Desk } from './desk.ts'
import type { Effect, GuideEvent } from './events.ts'
import { firstUnread } from './home.ts'
import { PlayBench } from './play-bench.ts'
import { Workplace } from './workplace.ts'

export interface Surroundings {
  dispatch(event: GuideEvent): void
  /** Gives the terminal away for as long as the action takes. */
  aside(action: () => Promise<void>): Promise<void>
  failed(error: unknown): void
}

export class Performer {
  readonly #session: Session
  readonly #around: Surroundings
  readonly #workplace: Workplace
  readonly #cells: CellBench
  readonly #play: PlayBench
  #lesson: Lesson | null = null
  #notebook: Notebook | null = null

  constructor(session: Session, around: Surroundings) {
    this.#session = session
    this.#around = around
    const desk = new Desk(session, around)
    this.#workplace = new Workplace(session, around, desk)
    this.#cells = new CellBench(session, around, desk)
    this.#play = new PlayBench(session, around, desk)
  }

  perform(effect: Effect): void {
    switch (effect.kind) {
      case 'open-lesson':
        this.#openLesson(effect)
        break
      case 'run-cell': {
        const result = this.#open().runCell(effect.cell)
        this.#around.dispatch({ kind: 'cell-ran', cell: effect.cell, result })
        break
      }
      case 'open-glossary': {
        const { words } = this.#session.content.glossary()
        this.#around.dispatch({ kind: 'glossary-opened', words })
        break
      }
      case 'edit-cell':
        if (this.#lesson) this.#inBackground(this.#cells.edit(this.#lesson, effect.cell))
        break
      case 'restore-cell':
        if (this.#lesson) this.#cells.restore(this.#lesson, effect.cell)
        break
      case 'list-operations': {
        const { cell, first, count } = effect
        const list = this.#openStepper().operations(cell, first, count)
        this.#around.dispatch({ kind: 'operations-listed', cell, first, list })
        break
      }
      case 'record-operation': {
        const stepped = this.#openStepper().record(effect.cell, effect.operation)
        this.#around.dispatch({ kind: 'operation-recorded', stepped })
        break
      }
      case 'answer': {
        const answer = orBroken(() => this.#open().answer(effect.prediction))
        this.#around.dispatch({ ...effect, kind: 'answered', answer })
        break
      }
      case 'make-figure': {
        const view = orBroken(() => this.#open().figure(effect.figure))
        this.#around.dispatch({ kind: 'figure-made', figure: effect.figure, view })
        break
      }
      case 'record':
        this.#record(effect.changes)
        break
      case 'open-play':
        this.#inBackground(this.#play.open(effect.name))
        break
      case 'edit-play':
        this.#inBackground(this.#play.edit())
        break
      case 'run-play':
        this.#inBackground(this.#play.run())
        break
      case 'close-play':
        this.#inBackground(this.#play.close())
        break
      case 'open-exercise':
        this.#inBackground(
          this.#workplace.open(
            findExercise(this.#session.content.catalogue, effect.name, this.#session.words),
          ),
        )
        break
      case 'close-exercise':
        this.#inBackground(this.#workplace.leave())
        break
      case 'edit':
        this.#inBackground(this.#workplace.edit())
        break
      case 'check':
        this.#inBackground(this.#workplace.check())
        break
      case 'show-solution':
        this.#workplace.showSolution()
        break
      case 'show-diff':
        this.#workplace.showDiff()
        break
      case 'reset':
        this.#workplace.reset()
        break
      case 'leave':
      case 'suspend':
        break
    }
  }

  /** Progress that was lost is found again from the learner's files, while the map is on the screen already. */
  proveWhatIsThere(): void {
    const { progress } = this.#session
    if (!progress.startedEmpty || startedExercises(this.#session).length === 0) return
    this.#inBackground(this.#workplace.proveAll())
  }

  async close(): Promise<void> {
    await Promise.all([this.#workplace, this.#cells, this.#play].map((part) => part.close()))
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.#around.failed(error))
  }

  #openLesson(effect: Extract<Effect, { kind: 'open-lesson' }>): void {
    const { lesson: id, section, cameFrom, lookedUpFrom = null, backAt = null } = effect
    const { content, progress } = this.#session
    // The notebook of a lesson lives on while the reader goes to an exercise and back.
    if (this.#lesson?.id !== id) {
      this.#lesson = content.lesson(id)
      this.#notebook = null
    }
    const entry = content.catalogue.lessons.find((lesson) => lesson.id === id)
    const first = entry ? firstUnread({ progress: progress.current() }, entry) : 0
    this.#around.dispatch({
      kind: 'lesson-opened',
      lesson: this.#lesson,
      section: section ?? first,
      cameFrom,
      lookedUpFrom,
      backAt,
    })
    this.#cells.findVersions(this.#lesson)
  }

  #openStepper(): Stepper {
    if (!this.#lesson) throw new Error('a cell was asked for without a lesson')
    return openStepper(this.#lesson)
  }

  #open(): Notebook {
    if (!this.#lesson) throw new Error('a cell was asked for without a lesson')
    this.#notebook ??= openNotebook(this.#lesson)
    return this.#notebook
  }

  #record(changes: Extract<Effect, { kind: 'record' }>['changes']): void {
    if (changes.length === 0) return
    const { progress } = this.#session
    progress.record(...changes)
    this.#around.dispatch({
      kind: 'progress',
      progress: progress.current(),
      started: startedExercises(this.#session),
    })
  }
}

function orBroken<Result>(compute: () => Result): Result | { broken: string } {
  try {
    return compute()
  } catch (error) {
    return { broken: messageOf(error) }
  }
}
