/** Wrong: lets what kmalloc refuses cost nothing. */
import type { Layout } from '../solution.ts'

export function cheapest(layouts: readonly Layout[], sizes: readonly number[]): number {
  const costs = layouts.map((layout) =>
    layout.reduce(
      (sum, { bytes, share }) => sum + (sizes.find((length) => bytes <= length) ?? 0) * share,
      0,
    ),
  )
  const least = Math.min(...costs)
  const parts = layouts.map((layout, place) =>
    costs[place] === least ? layout.length : Number.POSITIVE_INFINITY,
  )
  return layouts.length === 0 ? -1 : parts.indexOf(Math.min(...parts))
}
