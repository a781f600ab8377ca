/** What some work changed in a machine: the caches it touched and the zones, each as it is after it. */
import { type Kernel, type kmem_cache, watchEvents } from '#kernel/index.ts'
import { type CacheStateView, viewCacheState, withCacheChanges } from './cache-state.ts'
import { viewZoneState, withZoneChanges, type ZoneStateView } from './zone-state.ts'

export interface MachineChange {
  /** Caches that were not there before. */
  readonly created: readonly CacheStateView[]
  /** The other caches that were worked with, the first one first; a destroyed one is left out. */
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
  const before = new Map<kmem_cache, CacheStateView>()
  const stop = watchEvents(kernel, ({ cache }) => {
    // The first that is heard of a cache is that a function is entered, before it changes anything.
    if (cache && old.has(cache) && !before.has(cache))
      before.set(cache, viewCacheState(kernel, cache))
  })
  try {
    const result = work()
    const now = kernel.caches()
    const created = now.filter((cache) => !old.has(cache))
    const caches = [...before].flatMap(([cache, state]) =>
      now.includes(cache) ? [withCacheChanges(state, viewCacheState(kernel, cache))] : [],
    )
    return {
      result,
      change: {
        created: created.map((cache) => viewCacheState(kernel, cache)),
        caches,
        zones: withZoneChanges(zones, viewZoneState(kernel)),
      },
    }
  } finally {
    stop()
  }
}
