/** The exercise in work, outside the screen: its file, the editor, the watch on it and the grader. */
import { line } from '#text/lines.ts'
import type { Explanation, Grader } from '#course/grader/index.ts'
import { exerciseProgress } from '#course/progress/index.ts'
import { WorkspaceError } from '#course/workspace/index.ts'
import { drawSolution, drawSolutionDiff, readSolution } from '../commands/solution.ts'
import type { FoundExercise } from '../find.ts'
import { openSessionGrader } from '../grading.ts'
import { Saves } from '../saves.ts'
import { inWorkspace, type Session } from '../session.ts'
import { messageOf } from '../show/page.ts'
import { findStarted } from '../started.ts'
import type { Desk } from './desk.ts'
import { textWidth } from './layout.ts'
import type { Surroundings } from './perform.ts'

/** After this long without a save the learner is told that `r` checks too. */
const quietAfter = 90_000

export class Workplace {
  readonly #session: Session
  readonly #around: Surroundings
  #found: FoundExercise | null = null
  readonly #desk: Desk
  readonly #saves: Saves
  #grader: Promise<Grader> | null = null
  #quiet: NodeJS.Timeout | null = null
  /** Ends the search for the reasons of a verdict that is of no more interest. */
  #explaining: AbortController | null = null
  /** Counts checks, so that only the newest is shown. */
  #round = 0

  constructor(session: Session, around: Surroundings, desk: Desk) {
    this.#session = session
    this.#around = around
    this.#desk = desk
    // "checking…" is on the screen at once; the check itself waits until the editor is done writing.
    this.#saves = new Saves({
      poll: session.options.poll ?? false,
      onNoticed: () => around.dispatch({ kind: 'noticed' }),
      onSave: () => around.dispatch({ kind: 'saved' }),
      onError: (error) => this.#tell(messageOf(error)),
    })
  }

  async open(found: FoundExercise): Promise<void> {
    const { content, workspace, progress, words } = this.#session
    this.#found = found
    this.#round++
    try {
      const target = inWorkspace(this.#session, found.lesson.id, found.exercise)
      const { file, created } = workspace.start(target)
      this.#around.dispatch({
        kind: 'exercise-opened',
        exercise: content.exercise(found.exercise.name),
        lesson: found.lesson,
        path: workspace.display(file),
        hints: exerciseProgress(progress.current(), found.exercise.name).hints,
      })
      if (created) this.#tell(words.created(workspace.display(file)))
      this.#expectQuiet()
      await this.#saves.follow(file)
      if (this.#desk.hasWindow) await this.edit()
      await (await this.#openGrader()).warm(content.exercise(found.exercise.name))
    } catch (error) {
      this.#tellProblem(error)
    }
  }

  async leave(): Promise<void> {
    this.#found = null
    this.#round++
    this.#explaining?.abort()
    if (this.#quiet) clearTimeout(this.#quiet)
    await this.#saves.close()
  }

  async close(): Promise<void> {
    await this.leave()
    if (this.#grader) await (await this.#grader).close()
  }

  async edit(): Promise<void> {
    const file = this.#file()
    if (file === null) return
    await this.#desk.open(file)
  }

  async check(): Promise<void> {
    const [found, file] = [this.#found, this.#file()]
    if (!found || file === null) return
    const round = ++this.#round
    this.#explaining?.abort()
    this.#expectQuiet()
    try {
      const grader = await this.#openGrader()
      const exercise = this.#session.content.exercise(found.exercise.name)
      const verdict = await grader.grade(exercise, file)
      if (round !== this.#round) return
      this.#around.dispatch({ kind: 'verdict', verdict })
      if (verdict.outcome === 'pass') return
      const { signal } = (this.#explaining = new AbortController())
      const tell = (explanation: Explanation) => {
        if (round === this.#round)
          this.#around.dispatch({ kind: 'explained', verdict, explanation })
      }
      tell(await grader.explain(exercise, file, verdict, { signal, onPart: tell }))
    } catch (error) {
      if (round !== this.#round) return
      this.#around.dispatch({ kind: 'not-checked' })
      this.#tell(messageOf(error))
    }
  }

  showSolution(): void {
    const found = this.#found
    if (!found) return
    const { words } = this.#session
    const text = readSolution(this.#session, found)
    const code = drawSolution(this.#session, text, this.#width())
    const heading = line(words.solutionOf(found.exercise.name), 'heading')
    this.#around.dispatch({ kind: 'sheet', lines: [heading, [], ...code] })
  }

  showDiff(): void {
    const found = this.#found
    if (!found) return
    const lines = drawSolutionDiff(this.#session, found, readSolution(this.#session, found))
    this.#around.dispatch({ kind: 'sheet', lines })
  }

  reset(): void {
    const found = this.#found
    if (!found) return
    const { workspace, words } = this.#session
    try {
      const { file, kept } = workspace.reset(
        inWorkspace(this.#session, found.lesson.id, found.exercise),
      )
      this.#saves.forgive()
      this.#around.dispatch({ kind: 'reset' })
      const done = words.resetDone(workspace.display(file))
      this.#tell(kept === null ? done : `${done} ${words.resetKept(workspace.display(kept))}`)
    } catch (error) {
      this.#tellProblem(error)
    }
  }

  /** Judges every file in the workspace and records the passes; for a progress file that was lost. */
  async proveAll(): Promise<void> {
    const { words, content, progress, workspace } = this.#session
    const grader = await this.#openGrader()
    let passed = 0
    for (const { lesson, exercise } of findStarted(this.#session)) {
      const file = workspace.fileOf(inWorkspace(this.#session, lesson.id, exercise))
      const verdict = await grader.grade(content.exercise(exercise.name), file)
      if (verdict.outcome !== 'pass') continue
      passed++
      progress.record({ kind: 'attempt', exercise: exercise.name, passed: true })
    }
    const started = findStarted(this.#session).map((found) => found.exercise.name)
    this.#around.dispatch({ kind: 'progress', progress: progress.current(), started })
    if (passed > 0) this.#tell(words.proved(passed))
  }

  #openGrader(): Promise<Grader> {
    this.#grader ??= openSessionGrader(this.#session)
    return this.#grader
  }

  #expectQuiet(): void {
    if (this.#quiet) clearTimeout(this.#quiet)
    const { words } = this.#session
    this.#quiet = setTimeout(() => this.#tell(words.nothingNoticed), quietAfter).unref()
  }

  #file(): string | null {
    if (!this.#found) return null
    const { lesson, exercise } = this.#found
    return this.#session.workspace.fileOf(inWorkspace(this.#session, lesson.id, exercise))
  }

  #width(): number {
    return textWidth({ columns: process.stdout.columns || this.#session.terminal.columns })
  }

  #tell(text: string): void {
    this.#around.dispatch({ kind: 'told', text })
  }

  /** A workspace that cannot be used is told on the map; anything else is a mistake of ours. */
  #tellProblem(error: unknown): void {
    if (!(error instanceof WorkspaceError)) throw error
    this.#around.dispatch({ kind: 'went-home' })
    this.#tell(`${error.message} ${error.advice}`)
  }
}
