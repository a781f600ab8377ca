/** The prompt of the simulator on a terminal: editing, history and completion by node:readline. */
import { createInterface, type Interface } from 'node:readline'
import type { StyledLine } from '#text/lines.ts'
import { printLines } from '../output.ts'
import type { Session } from '../session.ts'
import { drawStep } from '../show/steps.ts'
import { complete } from './complete.ts'
import { prose } from './prose.ts'
import type { Shell } from './shell.ts'
import type { Story } from './story.ts'

/** Resolves when the person leaves. */
export function openPrompt(session: Session, shell: Shell): Promise<void> {
  return new Promise((settle) => {
    const prompt = new Prompt(session, shell)
    prompt.open(settle)
  })
}

/** A call that is being stepped through, and the step shown. */
interface Stepping {
  readonly story: Story
  readonly at: number
}

class Prompt {
  readonly #session: Session
  readonly #shell: Shell
  readonly #lines: Interface
  #stepping: Stepping | null = null

  constructor(session: Session, shell: Shell) {
    this.#session = session
    this.#shell = shell
    this.#lines = createInterface({
      input: process.stdin,
      output: process.stdout,
      // Without cursor movements there is nothing a screen reader would stumble over.
      terminal: session.terminal.screen,
      completer: (line: string) => complete(shell.simulation, line),
      historySize: 1000,
    })
  }

  open(left: () => void): void {
    const lines = this.#lines
    const { sim } = this.#session.words
    this.#print([...this.#shell.greeting(), ...prose(sim.welcome, this.#shell.drawing)])
    lines.on('line', (typed) => this.#hear(typed))
    lines.on('SIGINT', () => this.#interrupt())
    lines.once('close', () => left())
    this.#ask()
  }

  #hear(typed: string): void {
    if (this.#stepping && this.#step(this.#stepping, typed.trim())) return
    const reply = this.#shell.execute(typed)
    if (reply.quit) {
      this.#lines.close()
      return
    }
    if (reply.story && reply.story.steps.length > 0) {
      this.#show({ story: reply.story, at: 0 })
      return
    }
    this.#print(reply.lines)
    this.#ask()
  }

  /** An answer while stepping; false when it is none, and stepping is over. */
  #step({ story, at }: Stepping, typed: string): boolean {
    const to = { '': at + 1, n: at + 1, b: at - 1 }[typed]
    if (to === undefined) {
      this.#stepping = null
      if (!/^q(uit)?$/.test(typed)) return false
      this.#ask()
      return true
    }
    const { sim } = this.#session.words
    if (to < 0) {
      this.#print(prose(sim.firstStep, this.#shell.drawing))
      this.#ask()
    } else if (to >= story.steps.length) {
      this.#print(prose(sim.lastStep, this.#shell.drawing))
      this.#stepping = null
      this.#ask()
    } else this.#show({ story, at: to })
    return true
  }

  #show(stepping: Stepping): void {
    const { story, at } = stepping
    const { drawing } = this.#shell
    const step = story.steps[at]
    this.#stepping = stepping
    const place = this.#session.words.sim.stepOf(at + 1, story.steps.length)
    this.#print([
      ...prose(step ? `${place}, ${step.function} in ${step.file}` : place, drawing, 'muted'),
      ...(step ? drawStep(step, drawing) : []),
    ])
    this.#ask()
  }

  /** Ctrl-C forgets what is typed; with nothing typed it leaves. */
  #interrupt(): void {
    if (this.#lines.line === '') {
      this.#lines.close()
      return
    }
    this.#lines.write(null, { ctrl: true, name: 'e' })
    this.#lines.write(null, { ctrl: true, name: 'u' })
  }

  #ask(): void {
    const { sim } = this.#session.words
    this.#lines.setPrompt(this.#stepping ? sim.stepPrompt : this.#shell.prompt)
    this.#lines.prompt()
  }

  #print(lines: readonly StyledLine[]): void {
    printLines(lines, this.#session.terminal)
  }
}
