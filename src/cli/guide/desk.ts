/** The learner's editor, as the guided course uses it: for exercises, cells and scratch files alike. */
import { type Editor, openWindow, runInTerminal, sessionEditor } from '../editor.ts'
import type { Session } from '../session.ts'
import type { Surroundings } from './perform.ts'

export class Desk {
  readonly #session: Session
  readonly #around: Surroundings
  #editor: Editor | null

  constructor(session: Session, around: Surroundings) {
    this.#session = session
    this.#around = around
    this.#editor = sessionEditor(session)
  }

  /** The editor has a window of its own, so opening a file takes nothing from the screen. */
  get hasWindow(): boolean {
    return this.#editor !== null && !this.#editor.usesTerminal
  }

  /** Opens a file; which editor to use is asked first, if nobody said. Resolves when a terminal's editor is left. */
  async open(file: string): Promise<void> {
    const editor = this.#editor ?? (await this.#choose())
    if (!editor) return
    if (editor.usesTerminal) {
      await this.#around.aside(async () => this.#tellFailure(runInTerminal(editor, file)))
    } else {
      this.#tellFailure(await openWindow(editor, file))
    }
  }

  async #choose(): Promise<Editor | null> {
    const { words, progress } = this.#session
    const { chooseEditor } = await import('../choose-editor.ts')
    await this.#around.aside(async () => {
      this.#editor = await chooseEditor(words)
    })
    if (this.#editor) {
      progress.record({ kind: 'editor', command: this.#editor.command })
      this.#around.dispatch({ kind: 'editor', name: this.#editor.command })
    } else this.#tell(words.noEditor)
    return this.#editor
  }

  #tellFailure(reason: string | null): void {
    if (reason !== null) this.#tell(this.#session.words.editorFailed(reason))
  }

  #tell(text: string): void {
    this.#around.dispatch({ kind: 'told', text })
  }
}
