/** What some work changed in a machine: the caches it touched and the zones, each as it is after it. */
import { type Kernel, type kmem_cache, watchEvents } from '#kernel/index.ts'
import { type CacheStateView, viewCacheState, withCacheChanges } from './cache-state.ts'
import { viewZoneState, withZoneChanges, type ZoneStateView } from './zone-state.ts'

export interface MachineChange {
  /** The caches that were worked with, the first one first; a destroyed one is left out. */
  readonly caches: readonly CacheStateView[]
  readonly zones: ZoneStateView
}

/** Does the work and returns what it returned with what it changed. What the work throws is thrown on. */
export function watchChange<Result>(
  kernel: Kernel,
  work: () => Result,
): { readonly result: Result; readonly change: MachineChange } {
  const zones = viewZoneState(kernel)
  const before = new Map<kmem_cache, CacheStateView>()
  const stop = watchEvents(kernel, ({ cache }) => {
    // The first that is heard of a cache is that a function is entered, before it changes anything.
    if (cache && !before.has(cache)) before.set(cache, viewCacheState(kernel, cache))
  })
  try {
    const result = work()
    const alive = new Set(kernel.caches())
    const caches = [...before].flatMap(([cache, state]) =>
      alive.has(cache) ? [withCacheChanges(state, viewCacheState(kernel, cache))] : [],
    )
    return { result, change: { caches, zones: withZoneChanges(zones, viewZoneState(kernel)) } }
  } finally {
    stop()
  }
}
