/** Another way: throws out what cannot be used, then sorts the rest by cost, by parts and by place. */
export type Layout = readonly Part[]

export interface Part {
  readonly bytes: number
  readonly share: number
}

export function cheapest(layouts: readonly Layout[], sizes: readonly number[]): number {
  const largest = sizes.at(-1) ?? -1
  const given = ({ bytes, share }: Part): number =>
    Math.min(...sizes.filter((length) => length >= bytes)) * share
  const usable = layouts
    .map((layout, place) => ({ layout, place }))
    .filter(({ layout }) => layout.every(({ bytes }) => bytes <= largest))
    .map(({ layout, place }) => ({
      place,
      parts: layout.length,
      cost: layout.map(given).reduce((sum, one) => sum + one, 0),
    }))
    .sort((a, b) => a.cost - b.cost || a.parts - b.parts || a.place - b.place)
  return usable[0]?.place ?? -1
}
