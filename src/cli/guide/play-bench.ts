/** The scratch file in work, outside the screen: its file, its saves, and running it. */
import { WorkspaceError } from '#course/workspace/index.ts'
import { runtimeFolder } from '../root.ts'
import { Saves } from '../saves.ts'
import { scratch } from '../scratch.ts'
import type { Session } from '../session.ts'
import { messageOf } from '../show/page.ts'
import type { Desk } from './desk.ts'
import type { Surroundings } from './perform.ts'

export class PlayBench {
  readonly #session: Session
  readonly #around: Surroundings
  readonly #desk: Desk
  readonly #saves: Saves
  #file: string | null = null
  /** Counts runs, so that only the newest is shown. */
  #round = 0

  constructor(session: Session, around: Surroundings, desk: Desk) {
    this.#session = session
    this.#around = around
    this.#desk = desk
    this.#saves = new Saves({
      poll: session.options.poll ?? false,
      onSave: () => void this.run().catch((error: unknown) => around.failed(error)),
      onError: (error) => around.dispatch({ kind: 'told', text: messageOf(error) }),
    })
  }

  async open(name: string): Promise<void> {
    const { workspace, words } = this.#session
    const started = this.#start(name)
    if (!started) return
    const { file, created } = started
    this.#file = file
    const path = workspace.display(file)
    this.#around.dispatch({ kind: 'play-opened', name, path })
    if (created) this.#around.dispatch({ kind: 'told', text: words.playCreated(path) })
    await this.#saves.follow(file)
    await Promise.all([this.#desk.hasWindow ? this.edit() : null, this.run()])
  }

  /** A workspace that cannot be used is told on the map; anything else is a mistake of ours. */
  #start(name: string): ReturnType<typeof scratch> | null {
    try {
      return scratch(this.#session, name)
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error
      this.#around.dispatch({ kind: 'went-home' })
      this.#around.dispatch({ kind: 'told', text: `${error.message} ${error.advice}` })
      return null
    }
  }

  async edit(): Promise<void> {
    if (this.#file !== null) await this.#desk.open(this.#file)
  }

  async run(): Promise<void> {
    if (this.#file === null) return
    const round = ++this.#round
    this.#around.dispatch({ kind: 'play-runs' })
    const { playFile } = await import('#course/play/run.ts')
    const played = await playFile(this.#file, runtimeFolder(this.#session.root))
    if (round === this.#round) this.#around.dispatch({ kind: 'played', played })
  }

  async close(): Promise<void> {
    this.#file = null
    this.#round++
    await this.#saves.close()
  }
}
