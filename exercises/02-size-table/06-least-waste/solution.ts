/** The cost of every layout, and the best so far. */
export type Layout = readonly Part[]

export interface Part {
  readonly bytes: number
  readonly share: number
}

function costOf(layout: Layout, sizes: readonly number[]): number {
  let cost = 0
  for (const { bytes, share } of layout) {
    const length = sizes.find((one) => bytes <= one)
    if (length === undefined) return Number.POSITIVE_INFINITY
    cost += length * share
  }
  return cost
}

export function cheapest(layouts: readonly Layout[], sizes: readonly number[]): number {
  let best = -1
  let least = Number.POSITIVE_INFINITY
  let fewest = 0
  for (const [place, layout] of layouts.entries()) {
    const cost = costOf(layout, sizes)
    if (cost < least || (cost === least && best !== -1 && layout.length < fewest)) {
      best = place
      least = cost
      fewest = layout.length
    }
  }
  return best
}
