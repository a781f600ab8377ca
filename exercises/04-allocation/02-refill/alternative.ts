/** Another way: writes every free object down with its slab, cuts the list off, and counts. */
import type { RefillState, Take } from 'kmalloc-course/kernel'

export function refill(state: RefillState): Take[] {
  const most = state.touched === 1 ? Infinity : 16
  const places: Take['slab'][] = Array.from({ length: state.shared }, () => 'shared')
  if (places.length === 0) {
    for (const list of [state.partial, state.free])
      for (const { slab, free } of list) places.push(...Array.from({ length: free }, () => slab))
  }
  const counts = new Map<Take['slab'], number>()
  for (const slab of places.slice(0, Math.min(most, state.batchcount)))
    counts.set(slab, (counts.get(slab) ?? 0) + 1)
  return Array.from(counts, ([slab, count]) => ({ slab, count }))
}
