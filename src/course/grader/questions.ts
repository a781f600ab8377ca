/** Asks questions about files in a child process that is started when the first is asked, and anew when it broke. */
import { Child } from './child.ts'
import type {
  Capture,
  CaptureRequest,
  Question,
  Report,
  Survey,
  SurveyRequest,
  TrialRequest,
} from './protocol.ts'

/** What one file of the course's own made of the check. */
export interface Trial {
  readonly name: string
  readonly seed: number
  readonly reports: readonly Report[]
  /** Without it the reports say nothing: it takes a process of its own. */
  readonly finished: boolean
}

/**
 * A child process that answers questions about files of the course's own, one after the other. It is started by the first.
 */
export class Questions {
  readonly #runtime: string
  readonly #signal: AbortSignal | undefined
  readonly #abort = () => this.close()
  #child: Child | null = null

  /** `runtime`: where the build put what runs in the child. After `signal` nothing is asked and nothing answered. */
  constructor(runtime: string, signal?: AbortSignal) {
    this.#runtime = runtime
    this.#signal = signal
    signal?.addEventListener('abort', this.#abort)
  }

  /** `broken`: not all could be surveyed, because something did not come to its end. */
  async survey(
    request: Omit<SurveyRequest, 'kind'>,
  ): Promise<{ readonly surveys: readonly Survey[]; readonly broken: boolean }> {
    const { reports, broken } = await this.#ask({ kind: 'survey', ...request })
    const surveys = reports.flatMap((report) => (report.kind === 'surveyed' ? report.survey : []))
    return { surveys, broken }
  }

  /** Null when the check could not be run to its end. */
  async capture(request: Omit<CaptureRequest, 'kind'>): Promise<Capture | null> {
    const { reports } = await this.#ask({ kind: 'capture', ...request })
    return (
      reports.flatMap((report) => (report.kind === 'captured' ? report.capture : []))[0] ?? null
    )
  }

  /** `broken`: something did not come to its end, and what was to come after it is not there. */
  async tryOut(
    request: Omit<TrialRequest, 'kind'>,
  ): Promise<{ readonly trials: readonly Trial[]; readonly broken: boolean }> {
    const { reports, broken } = await this.#ask({ kind: 'try', ...request })
    const trials: Trial[] = []
    let since: Report[] = []
    for (const report of reports) {
      since.push(report)
      if (report.kind !== 'tried') continue
      const { name, seed, finished } = report
      trials.push({ name, seed, finished, reports: since })
      since = []
    }
    return { trials, broken }
  }

  close(): void {
    this.#signal?.removeEventListener('abort', this.#abort)
    this.#child?.kill()
    this.#child = null
  }

  async #ask(
    question: Question,
  ): Promise<{ readonly reports: readonly Report[]; readonly broken: boolean }> {
    if (this.#signal?.aborted) return { reports: [], broken: true }
    this.#child ??= new Child(this.#runtime)
    const { reports, trouble } = await this.#child.ask(question)
    if (trouble) {
      this.#child?.kill()
      this.#child = null
    }
    return { reports, broken: trouble !== null }
  }
}
