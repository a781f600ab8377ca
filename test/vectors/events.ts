/** What happens to slabs during a call, in the words of the traces. */
import { watchNumbers, type Kernel, type TraceListener } from '#kernel/index.ts'
import type { Actual } from './compare.ts'

export class EventLog {
  /** Listens no longer. */
  readonly stop: () => void
  #events: Actual[] = []
  #outlived: Actual[] = []

  /** Listens to a machine from now on. */
  constructor(kernel: Kernel) {
    this.stop = watchNumbers(kernel, this.#listener(kernel))
  }

  /** The events since the last call, as the last element of an operation; nothing when there were none. */
  take(): Actual[] {
    const events = this.#events
    this.#events = []
    return events.length === 0 ? [] : [events]
  }

  /**
   * The slabs whose grace period ended since the last call. The files tell of them in an operation of their own: there
   * nobody waits for it, and here kmem_cache_destroy() does, as in the kernel.
   */
  takeOutlived(): Actual[] {
    const events = this.#outlived
    this.#outlived = []
    return events
  }

  #listener(kernel: Kernel): TraceListener {
    return (
      name,
      inside,
      _depth,
      descriptor,
      [first = -1, second = -1, third = -1, offset = -1],
    ) => {
      if (name === 'pages') {
        const cache = kernel.machine.caches.get(descriptor)
        // The number the slab is going to get: a cache does not grow again before this slab is complete.
        const slab = cache?.slabsEver ?? -1
        this.#events.push(['+', cache?.index ?? -1, slab, second, offset, first, third])
      } else if (name === 'slab-destroyed') {
        const events = inside === 'kmem_rcu_free' ? this.#outlived : this.#events
        events.push(['-', kernel.machine.caches.get(descriptor)?.index ?? -1, first])
      } else if (name === 'slab-abandoned') {
        this.#abandon(first)
      } else if (name === 'allocation-failed') {
        this.#events.push(['x', first, second])
      }
    }
  }

  /** The pages of a slab went back before it became one. */
  #abandon(frame: number): void {
    const at = this.#events.findLastIndex((event) => Array.isArray(event) && event[5] === frame)
    const event = this.#events[at]
    if (Array.isArray(event)) this.#events[at] = ['a', event[3], frame, event[6]]
    this.#events.push(['-', -1, -1])
  }
}

/** How often kswapd was woken since the last question. */
export function kswapdWakeUps(kernel: Kernel): () => number {
  let count = 0
  watchNumbers(kernel, (name) => {
    if (name === 'kswapd-woken') count++
  })
  return () => {
    const before = count
    count = 0
    return before
  }
}
