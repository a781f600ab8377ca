/** Runs the guided course: events go into `step`, its state onto the screen, its effects out into the world. */
import { sessionEditor } from '../editor.ts'
import { print, tell } from '../output.ts'
import { Screen } from '../screen/screen.ts'
import { toKey } from '../screen/keys.ts'
import type { Session } from '../session.ts'
import { startedExercises } from '../started.ts'
import { themeFor } from '../terminal.ts'
import { draw } from './draw.ts'
import type { Effect, GuideEvent } from './events.ts'
import { Performer } from './perform.ts'
import type { Guide } from './state.ts'
import { step } from './step.ts'

/** Where the guided course opens. */
export type Start =
  | { readonly kind: 'home' }
  | { readonly kind: 'lesson'; readonly lesson: string; readonly section: number | null }
  | { readonly kind: 'exercise'; readonly name: string }
  | { readonly kind: 'play'; readonly name: string }

/** Signals that end a program, and the exit code each stands for; the terminal is put back before they do. */
const endings: ReadonlyMap<NodeJS.Signals, number> = new Map([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])

/** Opens the course on the terminal and resolves when the learner leaves it. */
export function openGuide(session: Session, start: Start): Promise<void> {
  return new Promise((settle, fail) => {
    const guide = new Guided(session, {
      done: settle,
      failed: (error: unknown) => fail(error instanceof Error ? error : new Error(String(error))),
    })
    guide.begin(start)
  })
}

interface Outcome {
  done(): void
  failed(error: unknown): void
}

class Guided {
  readonly #session: Session
  readonly #outcome: Outcome
  readonly #screen: Screen
  readonly #performer: Performer
  #state: Guide
  #queue: GuideEvent[] = []
  #busy = false
  #ended = false
  #asleep: NodeJS.Timeout | null = null

  constructor(session: Session, outcome: Outcome) {
    this.#session = session
    this.#outcome = outcome
    const { terminal } = session
    const { stdin: input, stdout: output } = process
    this.#screen = new Screen({ input, output }, themeFor(terminal), {
      key: (text, key) => this.#dispatch({ kind: 'key', key: toKey(text, key) }),
      resized: () => this.#dispatch({ kind: 'resize', ...this.#screen.size }),
    })
    this.#performer = new Performer(session, {
      dispatch: (event) => this.#dispatch(event),
      aside: (action) => this.#aside(action),
      failed: (error) => this.#fail(error),
    })
    this.#state = firstState(session, this.#screen.size)
  }

  begin(start: Start): void {
    this.#screen.open()
    for (const signal of endings.keys()) process.on(signal, this.#onSignal)
    process.on('SIGCONT', this.#onContinue)
    process.on('uncaughtException', this.#onUncaught)
    process.on('exit', this.#onExit)
    this.#guard(() => {
      this.#tellNotices()
      const effect = firstEffect(start)
      if (effect) this.#perform([effect])
      this.#show()
      this.#performer.proveWhatIsThere()
    })
  }

  #dispatch(event: GuideEvent): void {
    if (this.#ended) return
    this.#queue.push(event)
    if (this.#busy) return
    this.#busy = true
    this.#guard(() => {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        const { guide, effects } = step(this.#state, next)
        this.#state = guide
        // What changed is on the screen before anything that takes time begins.
        if (effects.some(takesTime)) this.#show()
        this.#perform(effects)
        this.#tellNotices()
      }
      this.#show()
    })
    this.#busy = false
  }

  #show(): void {
    this.#screen.draw(draw(this.#state))
  }

  #perform(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'leave') this.#end(() => this.#goodbye())
      else if (effect.kind === 'suspend') this.#suspend()
      else this.#performer.perform(effect)
    }
  }

  /** A trouble with the progress file is told on the screen, once. */
  #tellNotices(): void {
    const { progress, words } = this.#session
    for (const notice of progress.takeNotices()) {
      this.#queue.push({ kind: 'told', text: words.progressNotice(notice) })
    }
  }

  #guard(action: () => void): void {
    try {
      action()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Gives the terminal to something else, an editor or a question, and takes it back after. */
  async #aside(action: () => Promise<void>): Promise<void> {
    this.#screen.close()
    try {
      await action()
    } finally {
      if (!this.#ended) {
        this.#screen.open()
        this.#dispatch({ kind: 'resize', ...this.#screen.size })
      }
    }
  }

  #suspend(): void {
    this.#screen.close()
    // Nothing is listened to while the course sleeps, and a program with nothing to wait for would end.
    this.#asleep ??= setInterval(() => undefined, 1000)
    process.kill(process.pid, 'SIGTSTP')
  }

  #wakeUp(): void {
    if (this.#asleep) clearInterval(this.#asleep)
    this.#asleep = null
  }

  readonly #onContinue = (): void => {
    if (this.#ended) return
    this.#wakeUp()
    this.#screen.open()
    this.#dispatch({ kind: 'resize', ...this.#screen.size })
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    this.#end(() => {
      process.exitCode = endings.get(signal) ?? 1
      this.#outcome.done()
    })
  }

  #goodbye(): void {
    print(this.#session.words.goodbye)
    this.#outcome.done()
  }

  readonly #onUncaught = (error: unknown): void => this.#fail(error)
  readonly #onExit = (): void => this.#screen.close()

  #fail(error: unknown): void {
    this.#end(() => this.#outcome.failed(error))
  }

  #end(finish: () => void): void {
    if (this.#ended) return
    this.#ended = true
    this.#wakeUp()
    this.#screen.close()
    for (const signal of endings.keys()) process.off(signal, this.#onSignal)
    process.off('SIGCONT', this.#onContinue)
    process.off('uncaughtException', this.#onUncaught)
    process.off('exit', this.#onExit)
    void this.#performer.close().finally(() => {
      for (const notice of this.#session.progress.takeNotices()) {
        tell(this.#session.words.progressNotice(notice))
      }
      finish()
    })
  }
}

function takesTime({ kind }: Effect): boolean {
  return kind !== 'record' && kind !== 'leave'
}

function firstEffect(start: Start): Effect | null {
  if (start.kind === 'home') return null
  if (start.kind === 'play') return { kind: 'open-play', name: start.name }
  if (start.kind === 'exercise') return { kind: 'open-exercise', name: start.name }
  return { kind: 'open-lesson', lesson: start.lesson, section: start.section, cameFrom: null }
}

function firstState(session: Session, size: { columns: number; rows: number }): Guide {
  const { content, words, progress, terminal } = session
  return {
    ...size,
    unicode: terminal.unicode,
    colour: terminal.colour,
    words,
    catalogue: content.catalogue,
    progress: progress.current(),
    started: startedExercises(session),
    editor: sessionEditor(session)?.command ?? null,
    screen: { kind: 'home', selected: 'next', filter: '' },
    keysShown: false,
    notice: null,
  }
}
