/**
 * Runs a file through a whole check and keeps every answer. An attempt that fails stops nothing, so that two files can
 * be compared in all they do, and not only up to the first thing they get wrong.
 */
import type { FigureView } from '#view/figure.ts'
import { digest32, digest64 } from '#lib/digest.ts'
import { surveyAttempts } from '../../check/attempt.ts'
import { seedRandom } from '../../check/random.ts'
import { MOST_EVENTS, type Survey, type SurveyedFile, type Target } from '../protocol.ts'
import { describeFailure, isComparison } from './describe.ts'
import { type BootingPackage, type Heard, Listening } from './listening.ts'
import { linkModules, type Packages } from './modules.ts'
import { runChecks } from './runner.ts'
import { showThrown } from './show.ts'

export interface SurveyTools {
  readonly packages: Packages & { readonly 'kmalloc-course/kernel': BootingPackage }
  /** Called when the code imports by a name that is computed as it runs. Does not return. */
  readonly refuseImport: (name: string) => never
  /** Told before each run, because the code may be stuck from then on. */
  readonly begin: (file: SurveyedFile) => void
}

export interface Surveyed {
  readonly check: string
  readonly file: SurveyedFile
  readonly seed: number
}

type Thrown = { readonly value: unknown } | null

/** Throws what the file or the check throws while it is loaded. */
export async function survey(
  surveyed: Surveyed,
  target: Target | null,
  tools: SurveyTools,
): Promise<Survey> {
  const digests: number[] = []
  const hear = ({ machine, event }: Heard) => {
    if (digests.length >= MOST_EVENTS) return
    const numbers = Object.values(event.values).join(' ')
    const where = `${machine} ${event.cache?.name ?? ''} ${event.function}`
    digests.push(digest32(`${where} ${event.name} ${numbers}`))
  }
  const listening = target && new Listening(target, { hear })
  const answers = await runThrough(surveyed, listening, tools)
  const { file, seed } = surveyed
  const { start = 0, expectations = [] } = listening ?? {}
  const events = { digests, start, expectations, unmet: answers.unmet }
  return { name: file.name, seed, ...answers.result(), events }
}

/** The check with this file and nothing to stop it. */
export async function runThrough(
  { check, file, seed }: Surveyed,
  listening: Listening | null,
  tools: SurveyTools,
): Promise<Answers> {
  tools.begin(file)
  seedRandom(seed)
  const answers = new Answers(file.file, listening)
  const packages = listening
    ? {
        ...tools.packages,
        'kmalloc-course/kernel': listening.packageOf(tools.packages['kmalloc-course/kernel']),
      }
    : tools.packages
  surveyAttempts({ begin: (tried, figure) => answers.begin(tried, figure) })
  try {
    const { refuseImport } = tools
    const linked = await linkModules({ ...file, check, refuseImport }, packages)
    await linked.target.evaluate()
    await runChecks(() => linked.check.evaluate(), {
      collected() {},
      started: (check) => answers.enter(check),
      finished: (check, state, thrown) => answers.leave(check, state === 'fail' ? thrown : null),
    })
  } finally {
    surveyAttempts(null)
  }
  return answers
}

class Answers {
  readonly #file: string
  readonly #listening: Listening | null
  /** In the order in which the attempts began. */
  readonly #answers: string[] = []
  readonly #states: ('pass' | 'fail')[] = []
  #check = 0
  #figure: FigureView | null = null
  /** The attempt that is listened to ended with an expectation that was not met. */
  unmet = false

  constructor(file: string, listening: Listening | null) {
    this.#file = file
    this.#listening = listening
  }

  enter(check: number): void {
    this.#check = check
    this.#states[check] = 'pass'
    this.#listening?.enter(check)
  }

  begin(tried: string, figure: (() => FigureView | null) | null): (thrown: Thrown) => void {
    const check = this.#check
    const place = this.#answers.push('') - 1
    const isTarget = this.#listening?.begin(check, tried) === true
    return (thrown) => {
      this.#answers[place] = `${check} ${tried}: ${this.#answer(thrown)}`
      if (thrown) this.#states[check] = 'fail'
      if (!isTarget) return
      this.#listening?.end()
      this.unmet = thrown !== null && isComparison(thrown.value)
      if (figure) this.#figure = drawn(figure)
    }
  }

  /** What was thrown outside of any attempt has ended the check early. */
  leave(check: number, thrown: Thrown): void {
    if (this.#listening?.isOf(check)) this.#listening.end()
    if (!thrown) return
    this.#states[check] = 'fail'
    this.#answers.push(`${check}: ${this.#answer(thrown)}`)
  }

  result(): Pick<Survey, 'print' | 'states' | 'figure'> {
    return {
      print: digest64(this.#answers.join('\n')),
      states: this.#states,
      figure: this.#figure,
    }
  }

  /** In full where it is a value that was compared. */
  #answer(thrown: Thrown): string {
    if (!thrown) return 'pass'
    const { kind, compared, actual, message } = describeFailure(thrown.value, this.#file)
    if (kind === 'comparison') return `${compared ?? ''} ${actual ?? message}`
    return errorKind(thrown.value)
  }
}

/** What JavaScript itself throws names the variables of the code, which may be called anything. */
const OF_THE_LANGUAGE = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError']

function errorKind(thrown: unknown): string {
  const text = showThrown(thrown)
  return OF_THE_LANGUAGE.find((name) => text.startsWith(`${name}:`)) ?? text
}

function drawn(figure: () => FigureView | null): FigureView | null {
  try {
    return figure()
  } catch {
    // After a failed attempt there may be nothing to draw.
    return null
  }
}
