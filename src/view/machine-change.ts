/** What some work changed in a machine: the caches it touched and the zones, each as it is after it. */
import { type Kernel, type kmem_cache, watchEvents } from '#kernel/index.ts'
import { type CacheStateView, viewCacheStateIfSound, withCacheChanges } from './cache-state.ts'
import { viewZoneState, withZoneChanges, type ZoneStateView } from './zone-state.ts'

export interface MachineChange {
  /** Caches that were not there before. */
  readonly created: readonly CacheStateView[]
  /** The other caches that were worked with, the first one first; one that is destroyed or broken is left out. */
  readonly caches: readonly CacheStateView[]
  readonly zones: ZoneStateView
}

/** Does the work and returns what it returned with what it changed. What the work throws is thrown on. */
export function watchChange<Result>(
  kernel: Kernel,
  work: () => Result,
): { readonly result: Result; readonly change: MachineChange } {
  const zones = viewZoneState(kernel)
  const old = new Set(kernel.caches())
  const before = new Map<kmem_cache, CacheStateView | null>()
  const stop = watchEvents(kernel, ({ cache }) => {
    // The first that is heard of a cache is that a function is entered, before it changes anything.
    if (cache && old.has(cache) && !before.has(cache))
      before.set(cache, viewCacheStateIfSound(kernel, cache))
  })
  try {
    const result = work()
    const now = kernel.caches()
    const created = now.filter((cache) => !old.has(cache))
    const look = (cache: kmem_cache) => viewCacheStateIfSound(kernel, cache)
    const caches = [...before].map(([cache, state]) => {
      const after = now.includes(cache) ? look(cache) : null
      return state && after && withCacheChanges(state, after)
    })
    return {
      result,
      change: {
        created: created.map(look).filter((state) => state !== null),
        caches: caches.filter((state) => state !== null),
        zones: withZoneChanges(zones, viewZoneState(kernel)),
      },
    }
  } finally {
    stop()
  }
}
