/** The zones in a few lines: free pages against the watermarks, the lists of the CPU, free blocks by order. */
import type { Kernel } from '#kernel/index.ts'
import { changed, type StateChange } from './state-change.ts'

export interface ZoneState {
  readonly name: string
  readonly free_pages: number
  readonly pages_min: number
  readonly pages_low: number
  readonly pages_high: number
  /** Single pages in the two lists of each CPU, all together; they are not counted as free. */
  readonly hot: number
  readonly cold: number
  /** Free blocks of 2^order pages, by order. */
  readonly nr_free: readonly number[]
}

export interface ZoneStateView {
  readonly kind: 'zone state'
  readonly zones: readonly ZoneState[]
  /** Against an earlier state; empty for a state that stands alone. */
  readonly changes: readonly StateChange[]
}

/** Zones without memory are left out. */
export function viewZoneState(kernel: Kernel): ZoneStateView {
  const zones = kernel.machine.zones
    .filter(({ present_pages }) => present_pages > 0)
    .map(({ name, free_pages, pages_min, pages_low, pages_high, pageset, nr_free }) => ({
      name,
      free_pages,
      pages_min,
      pages_low,
      pages_high,
      hot: pageset.reduce((sum, [hot]) => sum + hot.count, 0),
      cold: pageset.reduce((sum, [, cold]) => sum + cold.count, 0),
      nr_free: Array.from(nr_free),
    }))
  return { kind: 'zone state', zones, changes: [] }
}

/** The later state, with what became different since the earlier one of the same machine. */
export function withZoneChanges(before: ZoneStateView, after: ZoneStateView): ZoneStateView {
  const changes = after.zones.flatMap((zone) => {
    const earlier = before.zones.find(({ name }) => name === zone.name)
    return earlier ? zoneChanges(earlier, zone) : []
  })
  return { ...after, changes }
}

function zoneChanges(was: ZoneState, is: ZoneState): StateChange[] {
  return [
    ...changed(`${is.name} free pages`, was.free_pages, is.free_pages),
    ...changed(`${is.name} hot list`, was.hot, is.hot),
    ...changed(`${is.name} cold list`, was.cold, is.cold),
    ...is.nr_free.flatMap((blocks, order) =>
      changed(`${is.name} blocks of order ${order}`, was.nr_free[order] ?? 0, blocks),
    ),
  ]
}
