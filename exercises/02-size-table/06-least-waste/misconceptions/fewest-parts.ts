/** Wrong: takes the layout with the fewest parts that can be used. */
import type { Layout } from '../solution.ts'

export function cheapest(layouts: readonly Layout[], sizes: readonly number[]): number {
  const largest = sizes.at(-1) ?? 0
  let best = -1
  for (const [place, layout] of layouts.entries()) {
    if (layout.some(({ bytes }) => bytes > largest)) continue
    if (best === -1 || layout.length < (layouts[best]?.length ?? 0)) best = place
  }
  return best
}
