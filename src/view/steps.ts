/**
 * A piece of work step by step: what each kernel function did and why, and the part of the machine that it worked on,
 * as it was after that. Going back is looking at an earlier step.
 */
import { type Kernel, type KernelEvent, type kmem_cache, watchEvents } from '#kernel/index.ts'
import { type CacheStateView, viewCacheStateIfSound, withCacheChanges } from './cache-state.ts'
import { isWorthTelling, tell } from './story.ts'
import { viewZoneState, withZoneChanges, type ZoneStateView } from './zone-state.ts'

type State = CacheStateView | ZoneStateView

export interface RecordedStep {
  readonly name: string
  /** The kernel function, and the file that Linux 2.6.11 has it in. */
  readonly function: string
  readonly file: string
  /** Kernel functions around it. */
  readonly depth: number
  /** What happened, and why if there was a choice. */
  readonly text: string
  readonly reason: string | null
  /** The cache, or in the page allocator the zones, after the step; null when there is nothing to see of it. */
  readonly state: State | null
}

export interface Recording {
  readonly steps: readonly RecordedStep[]
  /** Steps there were; of very many only the first are kept. */
  readonly total: number
}

const most = 1000

/** Looks on from now on. The function that is returned ends it and gives the steps so far. */
export function startRecording(kernel: Kernel): () => Recording {
  const recorder = new Recorder(kernel)
  const stop = watchEvents(kernel, (event) => recorder.hear(event))
  return () => {
    stop()
    return recorder.finish()
  }
}

/** What a step works on. */
type Subject = kmem_cache | 'zones'

class Recorder {
  readonly #kernel: Kernel
  readonly #steps: RecordedStep[] = []
  /** How everything looked when it was seen last. */
  readonly #known = new Map<Subject, State>()
  #total = 0
  /** The last step, whose outcome is not known before the next one is told. */
  #open: KernelEvent | null = null

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** A decision is told before it is carried out: the step before this one is over now. */
  hear(event: KernelEvent): void {
    // What a function does last belongs to its last step, when its return is not worth one.
    if (!isWorthTelling(event)) return
    this.#total++
    this.#close()
    if (this.#steps.length >= most) return
    this.#open = event
    const subject = subjectOf(event)
    if (subject === null || this.#known.has(subject)) return
    const state = this.#look(subject)
    if (state) this.#known.set(subject, state)
  }

  finish(): Recording {
    this.#close()
    return { steps: this.#steps, total: this.#total }
  }

  #close(): void {
    const event = this.#open
    if (!event) return
    this.#open = null
    const subject = subjectOf(event)
    const { name, function: inside, file, depth } = event
    const state = subject && this.#stateAfter(subject)
    this.#steps.push({ name, function: inside, file, depth, ...tell(event), state })
  }

  #stateAfter(subject: Subject): State | null {
    const [before, after] = [this.#known.get(subject), this.#look(subject)]
    if (after === null) return null
    this.#known.set(subject, after)
    if (before?.kind === 'cache state' && after.kind === 'cache state') {
      return withCacheChanges(before, after)
    }
    if (before?.kind === 'zone state' && after.kind === 'zone state') {
      return withZoneChanges(before, after)
    }
    return after
  }

  #look(subject: Subject): State | null {
    if (subject === 'zones') return viewZoneState(this.#kernel)
    return viewCacheStateIfSound(this.#kernel, subject)
  }
}

function subjectOf({ cache, file }: KernelEvent): Subject | null {
  if (file === 'mm/page_alloc.c') return 'zones'
  return cache
}
