/**
 * Runs a file through a whole check and keeps every answer. An attempt that fails stops nothing, so that two files can
 * be compared in all they do, and not only up to the first thing they get wrong.
 */
import type { FigureView } from '#view/figure.ts'
import { digest64 } from '#lib/digest.ts'
import { surveyAttempts } from '../../check/attempt.ts'
import { seedRandom } from '../../check/random.ts'
import type { Survey, SurveyedFile, SurveyRequest, Target } from '../protocol.ts'
import { describeFailure } from './describe.ts'
import { linkModules, type Packages } from './modules.ts'
import { runChecks } from './runner.ts'
import { showThrown } from './show.ts'

type Thrown = { readonly value: unknown } | null

export interface SurveyTools {
  readonly packages: Packages
  /** Called when the code imports by a name that is computed as it runs. Does not return. */
  readonly refuseImport: (name: string) => never
  /** Told before each file, because the code may be stuck from then on. */
  begin(file: SurveyedFile): void
}

/** Throws what the file or the check throws while it is loaded. */
export async function survey(
  request: SurveyRequest,
  surveyed: SurveyedFile,
  seed: number,
  tools: SurveyTools,
): Promise<Survey> {
  tools.begin(surveyed)
  seedRandom(seed)
  const { file, code, name } = surveyed
  const answers = new Answers(file, request.target)
  surveyAttempts({ begin: (tried, figure) => answers.begin(tried, figure) })
  try {
    const sources = { check: request.check, file, code, refuseImport: tools.refuseImport }
    const linked = await linkModules(sources, tools.packages)
    await linked.target.evaluate()
    await runChecks(() => linked.check.evaluate(), {
      collected() {},
      started: (check) => answers.enter(check),
      finished: (check, state, thrown) => answers.leave(check, state === 'fail' ? thrown : null),
    })
  } finally {
    surveyAttempts(null)
  }
  return { name, seed, ...answers.result() }
}

class Answers {
  readonly #file: string
  readonly #target: Target | null
  /** In the order in which the attempts began. */
  readonly #answers: string[] = []
  readonly #states: ('pass' | 'fail')[] = []
  #check = 0
  #figure: FigureView | null = null
  #targetMet = false

  constructor(file: string, target: Target | null) {
    this.#file = file
    this.#target = target
  }

  enter(check: number): void {
    this.#check = check
    this.#states[check] = 'pass'
  }

  begin(tried: string, figure: (() => FigureView) | null): (thrown: Thrown) => void {
    const check = this.#check
    const place = this.#answers.push('') - 1
    const isTarget = this.#isTarget(tried)
    return (thrown) => {
      this.#answers[place] = `${check} ${tried}: ${this.#answer(thrown)}`
      if (thrown) this.#states[check] = 'fail'
      if (isTarget && figure) this.#figure = drawn(figure)
    }
  }

  /** What was thrown outside of any attempt has ended the check early. */
  leave(check: number, thrown: Thrown): void {
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

  #isTarget(tried: string): boolean {
    const target = this.#target
    if (this.#targetMet || target?.check !== this.#check || target.tried !== tried) return false
    this.#targetMet = true
    return true
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

function drawn(figure: () => FigureView): FigureView | null {
  try {
    return figure()
  } catch {
    // After a failed attempt there may be nothing to draw.
    return null
  }
}
