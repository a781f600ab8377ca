/**
 * A piece of work step by step: what each kernel function did and why, and the part of the machine that it worked on,
 * as it was after that. Going back is looking at an earlier step.
 */
import { type Kernel, type KernelEvent, type kmem_cache, watchEvents } from '#kernel/index.ts'
import { type CacheStateView, viewCacheStateIfSound, withCacheChanges } from './cache-state.ts'
import { Digest, longestInFull, lowest, tellLeftOut } from './digest.ts'
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
  /** Of very many only those that are worth reading, with a step named `more` where others are left out. */
  readonly steps: readonly RecordedStep[]
  /** Steps that there are to read: more than `steps` if not even those were all kept. */
  readonly total: number
}

/** Steps of which there are pictures. */
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

/** A step as it was heard. */
interface Heard {
  readonly event: KernelEvent
  /** What it worked on, as it was after it; null when nobody looked. */
  readonly state: State | null
}

class Recorder {
  readonly #kernel: Kernel
  readonly #heard: Heard[] = []
  readonly #digest = new Digest()
  /** How everything looked when it was seen last. */
  readonly #known = new Map<Subject, State>()
  #pictures = 0
  /** The last step, whose outcome is not known before the next one is told. */
  #open: { event: KernelEvent; drawn: boolean } | null = null

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** A decision is told before it is carried out: the step before this one is over now. */
  hear(event: KernelEvent): void {
    // What a function does last belongs to its last step, when its return is not worth one.
    if (!isWorthTelling(event)) return
    const skipped = this.#open?.drawn === false
    this.#close()
    const told = this.#digest.hear(event)
    const drawn = this.#pictures < most && (told || this.#heard.length < longestInFull)
    this.#open = { event, drawn }
    if (!drawn) return
    this.#pictures++
    // What steps without a picture changed is none of this one's.
    if (skipped) this.#known.clear()
    const subject = subjectOf(event)
    if (subject === null || this.#known.has(subject)) return
    const state = this.#look(subject)
    if (state) this.#known.set(subject, state)
  }

  finish(): Recording {
    this.#close()
    this.#digest.end()
    const heard = this.#heard
    if (heard.length <= longestInFull) return { steps: heard.map(stepOf), total: heard.length }
    const steps = this.#worthReading()
    return { steps: steps.slice(0, most), total: steps.length }
  }

  #worthReading(): RecordedStep[] {
    const steps: RecordedStep[] = []
    let left: Heard[] = []
    for (const [at, heard] of this.#heard.entries()) {
      if (!this.#digest.has(at)) {
        left.push(heard)
        continue
      }
      steps.push(...leftOut(left), stepOf(heard))
      left = []
    }
    return steps
  }

  #close(): void {
    if (!this.#open) return
    const { event, drawn } = this.#open
    this.#open = null
    const subject = subjectOf(event)
    this.#heard.push({ event, state: drawn && subject ? this.#stateAfter(subject) : null })
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

function stepOf({ event, state }: Heard): RecordedStep {
  const { name, function: inside, file, depth } = event
  return { name, function: inside, file, depth, ...tell(event), state }
}

/** One step for all that are left out in one place; a single one is told as it is. */
function leftOut(heard: readonly Heard[]): RecordedStep[] {
  const events = heard.map(({ event }) => event)
  const [first] = heard
  if (first === undefined) return []
  if (heard.length === 1) return [stepOf(first)]
  const { function: inside, file } = first.event
  const depth = lowest(events.map(({ depth }) => depth))
  return [{ name: 'more', function: inside, file, depth, ...tellLeftOut(events), state: null }]
}
