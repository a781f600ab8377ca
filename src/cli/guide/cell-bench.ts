/** The learner's versions of cells, outside the screen: their files, the watch on one of them, and running it. */
import type { EditedResult } from '#course/notebook/edited.ts'
import { versionFile } from '#course/notebook/version-file.ts'
import type { Lesson } from '#course/model.ts'
import { type OwnFile, WorkspaceError } from '#course/workspace/index.ts'
import { runtimeFolder } from '../root.ts'
import { Saves } from '../saves.ts'
import type { Session } from '../session.ts'
import { messageOf } from '../show/page.ts'
import type { Desk } from './desk.ts'
import type { Surroundings } from './perform.ts'

/** The version being worked on. */
interface Edited {
  readonly lesson: Lesson
  readonly cell: number
  readonly file: string
}

export class CellBench {
  readonly #session: Session
  readonly #around: Surroundings
  readonly #desk: Desk
  readonly #saves: Saves
  #edited: Edited | null = null
  /** Counts runs, so that only the newest is shown. */
  #round = 0

  constructor(session: Session, around: Surroundings, desk: Desk) {
    this.#session = session
    this.#around = around
    this.#desk = desk
    this.#saves = new Saves({
      poll: session.options.poll ?? false,
      onSave: () => this.#inBackground(this.#run()),
      onError: (error) => this.#tell(messageOf(error)),
    })
  }

  /** Tells the reader which cells of a lesson the learner has changed on an earlier day. */
  findVersions(lesson: Lesson): void {
    const { workspace } = this.#session
    const cells = lesson.program.steps.filter(({ kind }) => kind === 'cell')
    for (const { index } of cells) {
      const own = versionFile(lesson, index)
      if (own && this.#orTell(() => workspace.isOwnChanged(own)))
        this.#show(lesson, index, own.path, { running: false, result: null })
    }
  }

  async edit(lesson: Lesson, cell: number): Promise<void> {
    const { words, workspace } = this.#session
    const own = versionFile(lesson, cell)
    const started = own && this.#orTell(() => workspace.startOwn(own))
    if (!own || !started) return
    const { file, created } = started
    this.#edited = { lesson, cell, file }
    if (created) this.#tell(words.versionCreated(workspace.display(file)))
    await this.#saves.follow(file)
    // An editor in this terminal is left first; one with a window of its own need not even have opened.
    const opened = this.#desk.open(file)
    if (!this.#desk.hasWindow) await opened
    await Promise.all([opened, this.#run()])
  }

  restore(lesson: Lesson, cell: number): void {
    const { words, workspace } = this.#session
    const own = versionFile(lesson, cell)
    if (!own) return
    this.#round++
    this.#edited = null
    const aside = this.#orTell(() => workspace.setOwnAside(own))
    if (!aside) return
    this.#around.dispatch({ kind: 'version', lesson: lesson.id, cell, version: null })
    const { kept } = aside
    this.#tell(kept === null ? words.restored : words.restoredKept(workspace.display(kept)))
  }

  async close(): Promise<void> {
    this.#edited = null
    this.#round++
    await this.#saves.close()
  }

  async #run(): Promise<void> {
    const edited = this.#edited
    if (!edited) return
    const { lesson, cell } = edited
    const round = ++this.#round
    const path = versionFile(lesson, cell)?.path ?? ''
    this.#show(lesson, cell, path, { running: true, result: null })
    const { runEdited } = await import('#course/notebook/edited.ts')
    const result = await runEdited(edited, runtimeFolder(this.#session.root))
    if (round === this.#round) this.#show(lesson, cell, path, { running: false, result })
  }

  #show(
    lesson: Lesson,
    cell: number,
    path: OwnFile['path'],
    state: { readonly running: boolean; readonly result: EditedResult | null },
  ): void {
    const shown = this.#session.workspace.display(`${this.#session.workspace.folder}/${path}`)
    const version = { ...state, path: shown }
    this.#around.dispatch({ kind: 'version', lesson: lesson.id, cell, version })
  }

  /** A workspace that cannot be used is told; anything else is a mistake of ours. */
  #orTell<Result>(action: () => Result): Result | null {
    try {
      return action()
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error
      this.#tell(`${error.message} ${error.advice}`)
      return null
    }
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.#around.failed(error))
  }

  #tell(text: string): void {
    this.#around.dispatch({ kind: 'told', text })
  }
}
