/** What happens to slabs during a call, in the words of the traces. */
import type { Kernel, TraceHook } from '#kernel/index.ts'
import type { Actual } from './compare.ts'

export class EventLog {
  #events: Actual[] = []

  /** Listens to a machine from now on. */
  constructor(kernel: Kernel) {
    kernel.trace = this.#hook(kernel)
  }

  /** The events since the last call, as the last element of an operation; nothing when there were none. */
  take(): Actual[] {
    const events = this.#events
    this.#events = []
    return events.length === 0 ? [] : [events]
  }

  #hook(kernel: Kernel): TraceHook {
    const index = (cache: number): number => kernel.machine.caches.get(cache)?.index ?? -1
    return {
      slabPagesAllocated: (cache, frame, order, gfp, colourOffset) => {
        // The number the slab is going to get: a cache does not grow again before this slab is complete.
        const slab = kernel.machine.caches.get(cache)?.slabsEver ?? -1
        this.#events.push(['+', index(cache), slab, order, colourOffset, frame, gfp])
      },
      slabDestroyed: (cache, _frame, slab) => {
        this.#events.push(['-', index(cache), slab])
      },
      slabAbandoned: (_cache, frame) => {
        const at = this.#events.findLastIndex((event) => Array.isArray(event) && event[5] === frame)
        const event = this.#events[at]
        if (Array.isArray(event)) this.#events[at] = ['a', event[3], frame, event[6]]
        this.#events.push(['-', -1, -1])
      },
    }
  }
}
