/** Looks at a machine where it begins to do something else than another: at one event, and around the call it is in. */
import type { Kernel, KernelEvent } from '#kernel/index.ts'
import { viewCacheStateIfSound, withCacheChanges } from '#view/cache-state.ts'
import type { FigureView } from '#view/figure.ts'
import { tell } from '#view/story.ts'
import { viewZoneState, withZoneChanges } from '#view/zone-state.ts'
import type { ToldEvent } from '../explanation.ts'
import type { Capture, CaptureRequest, Subject } from '../protocol.ts'
import { type Heard, type Listener, Listening } from './listening.ts'
import { runThrough, type SurveyTools } from './survey.ts'

/**
 * The check is run twice: the first time to find the call, the second time to look at the machine when it begins and
 * when it has ended. Throws what the file or the check throws while it is loaded.
 */
export async function capture(request: CaptureRequest, tools: SurveyTools): Promise<Capture> {
  const { target } = request
  const finder = new Finder(request.at)
  await runThrough(request, new Listening(target, finder), tools)
  const call = finder.call
  const subject = call ? call.subject : request.otherwise
  const camera = new Camera(call, subject)
  await runThrough(request, new Listening(target, camera), tools)
  const { before, after } = camera
  return {
    event: call?.told ?? null,
    subject,
    before: before ? [before] : [],
    after: after ? [before ? withChanges(before, after) : after] : [],
  }
}

/** The call from outside that an event is part of, by the numbers of its first and last event. */
interface Call {
  readonly told: ToldEvent
  readonly subject: Subject | null
  readonly begin: number
  readonly end: number
}

class Finder implements Listener {
  readonly #at: number
  /** On each machine the call that was made last. */
  readonly #begins = new Map<number, number>()
  #found: { readonly machine: number; readonly event: KernelEvent; readonly begin: number } | null =
    null
  #cache: string | null = null
  #end = Number.POSITIVE_INFINITY

  constructor(at: number) {
    this.#at = at
  }

  hear({ index, machine, event }: Heard): void {
    const outermost = event.depth === 0
    if (index <= this.#at && outermost && event.name === 'enter') this.#begins.set(machine, index)
    if (index === this.#at) {
      this.#found = { machine, event, begin: this.#begins.get(machine) ?? index }
    }
    if (machine !== this.#found?.machine || index > this.#end) return
    this.#cache ??= event.cache?.name ?? null
    if (outermost && event.name === 'leave') this.#end = index
  }

  get call(): Call | null {
    if (!this.#found) return null
    const { machine, event, begin } = this.#found
    const told = { function: event.function, file: event.file, ...tell(event) }
    // Pages are of no cache. A size is, as soon as the kernel has found out of which.
    const ofPages = event.file === 'mm/page_alloc.c'
    const cache = ofPages ? null : this.#cache
    const subject = ofPages || cache !== null ? { machine, cache } : null
    return { told, subject, begin, end: this.#end }
  }
}

/** Takes a picture at the beginning of a call, and one at its end; of what never ends when the attempt does. */
class Camera implements Listener {
  readonly #call: Call | null
  readonly #subject: Subject | null
  before: FigureView | null = null
  after: FigureView | null = null

  constructor(call: Call | null, subject: Subject | null) {
    this.#call = call
    this.#subject = subject
  }

  hear({ index, kernel }: Heard): void {
    if (index === this.#call?.begin) this.before = picture(kernel, this.#subject)
    if (index === this.#call?.end) this.after = picture(kernel, this.#subject)
  }

  ended(machines: readonly Kernel[]): void {
    const kernel = machines[this.#subject?.machine ?? -1]
    if (kernel) this.after ??= picture(kernel, this.#subject)
    if (!this.#call) this.before = this.after
  }
}

function picture(kernel: Kernel, subject: Subject | null): FigureView | null {
  if (subject === null) return null
  if (subject.cache === null) return viewZoneState(kernel)
  const cache = kernel.caches().find(({ name }) => name === subject.cache)
  return cache ? viewCacheStateIfSound(kernel, cache) : null
}

function withChanges(before: FigureView, after: FigureView): FigureView {
  if (before.kind === 'cache state' && after.kind === 'cache state')
    return withCacheChanges(before, after)
  if (before.kind === 'zone state' && after.kind === 'zone state')
    return withZoneChanges(before, after)
  return after
}
