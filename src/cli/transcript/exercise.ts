/** An exercise as a transcript: the task once, then a verdict for every save, and answers to what is typed. */
import { line, type StyledLine } from '#text/lines.ts'
import { drawingOptions } from '../show/drawing.ts'
import { render } from '#text/render.ts'
import type { Grader, Verdict } from '#course/grader/index.ts'
import { hint } from '../commands/hint.ts'
import { reset } from '../commands/reset.ts'
import { solution } from '../commands/solution.ts'
import type { FoundExercise } from '../find.ts'
import { openSessionGrader } from '../grading.ts'
import { print, printLines } from '../output.ts'
import { CourseError } from '../problem.ts'
import { Saves } from '../saves.ts'
import { inWorkspace, type Session } from '../session.ts'
import { messageOf } from '../show/page.ts'
import { drawReasons, drawVerdict, type VerdictOptions } from '../show/verdict.ts'
import { edit } from './edit.ts'
import { nextLine, stopAsking } from './lines.ts'

interface Work {
  readonly session: Session
  readonly found: FoundExercise
  readonly file: string
  readonly grader: Grader
  readonly saved: Queue
  /** The verdict on the last try, if there was one. */
  previous: Verdict | null
}

/** Something to react to: a save, or a typed line (`null`: the input ended). */
type Happening =
  | { readonly kind: 'saved' }
  | { readonly kind: 'typed'; readonly text: string | null }

/** `nested`: the menu asks on after this. */
export async function workOn(
  session: Session,
  found: FoundExercise,
  nested = false,
): Promise<void> {
  const { words, workspace, terminal, options } = session
  const { file, created } = workspace.start(inWorkspace(session, found.lesson.id, found.exercise))
  session.tellNotices()
  printLines(drawTask(session, found), terminal)
  print(created ? words.created(workspace.display(file)) : words.yourFile(workspace.display(file)))
  const answers = terminal.canAsk || options.plain === true
  print(answers ? words.plainExercise : words.watchEnds)
  const grader = await openSessionGrader(session)
  const saved = new Queue()
  const saves = new Saves({
    poll: options.poll ?? false,
    onNoticed: () => saved.onNoticed?.(),
    onSave: () => saved.add(),
    onError: (error) => print(messageOf(error)),
  })
  await saves.follow(file)
  try {
    await loop({ session, found, file, grader, saved, previous: null }, answers)
  } finally {
    await saves.close()
    await grader.close()
    if (!nested) stopAsking()
  }
}

async function loop(work: Work, answers: boolean): Promise<void> {
  const { saved } = work
  let answer = answers ? typedLine() : null
  for (;;) {
    const happening = await Promise.race(answer ? [saved.next(), answer] : [saved.next()])
    if (happening.kind === 'saved') await judge(work)
    else {
      const goesOn = await react(work, happening.text)
      if (!goesOn) return
      answer = typedLine()
    }
    work.session.tellNotices()
  }
}

async function typedLine(): Promise<Happening> {
  return { kind: 'typed', text: await nextLine() }
}

/** Does what was typed; false when the learner leaves. */
async function react(work: Work, typed: string | null): Promise<boolean> {
  const { session, found, file } = work
  const { name } = found.exercise
  if (typed === null) return false
  const word = typed.trim().toLowerCase()
  try {
    switch (word.charAt(0)) {
      case 'q':
      case 'n':
        return false
      case 'r':
        await judge(work)
        break
      case 'h':
        hint(session, name)
        break
      case 't':
        printLines(drawTask(session, found), session.terminal)
        break
      case 'e':
        await edit(session, file, session.words.opened)
        break
      case 's':
      case 'd':
        await solution(session, name, false)
        break
      case 'x':
        await reset(session, name, false)
        break
      default:
        print(session.words.plainExercise)
    }
  } catch (error) {
    if (!(error instanceof CourseError)) throw error
    print(`${error.message} ${error.advice}`.trim())
  }
  return true
}

async function judge(work: Work): Promise<void> {
  const { session, found, file, grader } = work
  const { words, terminal, content, progress } = session
  print(words.checking)
  const exercise = content.exercise(found.exercise.name)
  const verdict = await grader.grade(exercise, file)
  const { columns: width, unicode, colour } = terminal
  const options = {
    width,
    unicode,
    colour,
    words,
    stacked: session.options.plain ?? false,
    previous: work.previous,
    advice: words.hintWord,
  }
  const passed = verdict.outcome === 'pass'
  printLines([...drawVerdict(verdict, { ...options, explanation: 'following' }), []], terminal)
  progress.record({ kind: 'attempt', exercise: exercise.name, passed })
  work.previous = verdict
  if (!passed) await explain(work, verdict, options)
}

/** The next save is checked at once, whatever was still to be said about the last one. */
async function explain(work: Work, verdict: Verdict, options: VerdictOptions): Promise<void> {
  const { session, found, file, grader, saved } = work
  const aborting = new AbortController()
  saved.onNoticed = () => aborting.abort()
  const exercise = session.content.exercise(found.exercise.name)
  const { signal } = aborting
  const explanation = await grader.explain(exercise, file, verdict, { signal })
  saved.onNoticed = null
  if (signal.aborted) return
  printLines([...drawReasons(verdict, { ...options, explanation }), []], session.terminal)
}

function drawTask(session: Session, { exercise }: FoundExercise): StyledLine[] {
  const { terminal, content } = session
  const { title, task } = content.exercise(exercise.name)
  return [
    line(title, 'heading'),
    [],
    ...render(task, drawingOptions(terminal, terminal.columns)),
    [],
  ]
}

/** Saves that wait to be judged, several counted once. */
class Queue {
  #pending = false
  /** Called at once when the next save is noticed. */
  onNoticed: (() => void) | null = null
  #waiting: ((happening: Happening) => void) | null = null

  add(): void {
    this.#pending = true
    this.#give()
  }

  next(): Promise<Happening> {
    return new Promise((settle) => {
      this.#waiting = settle
      this.#give()
    })
  }

  #give(): void {
    if (!this.#pending || !this.#waiting) return
    this.#pending = false
    this.#waiting({ kind: 'saved' })
    this.#waiting = null
  }
}
