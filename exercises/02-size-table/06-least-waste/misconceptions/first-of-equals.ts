/** Wrong: takes the first of several that cost the same, however many parts it has. */
import type { Layout } from '../solution.ts'

export function cheapest(layouts: readonly Layout[], sizes: readonly number[]): number {
  const costs = layouts.map((layout) =>
    layout.reduce(
      (sum, { bytes, share }) =>
        sum + (sizes.find((length) => bytes <= length) ?? Number.POSITIVE_INFINITY) * share,
      0,
    ),
  )
  const least = Math.min(...costs)
  return Number.isFinite(least) ? costs.indexOf(least) : -1
}
