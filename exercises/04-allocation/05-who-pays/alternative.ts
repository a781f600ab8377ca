/** Another way: works out the numbers of the calls from store to store, and puts them side by side. */

/** A cache, as far as it matters who pays. */
export interface Store {
  readonly name: string
  /** Objects of a slab. */
  readonly num: number
  /** Objects that are free now. */
  readonly available: number
  /** Where the notes of its slabs come from; null if they lie in the slabs. */
  readonly notes: string | null
}

/** A call that asked for pages, and the caches that got a slab. */
export interface Payment {
  readonly call: number
  readonly caches: readonly string[]
}

/** Which of `calls` objects find nothing: the one behind what is there, and then each `num`. */
function payersOf({ available, num }: Store, calls: number): number[] {
  const count = Math.max(0, Math.ceil((calls - available) / num))
  return Array.from({ length: count }, (_, slab) => available + slab * num + 1)
}

export function whoPays(stores: readonly Store[], name: string, calls: number): Payment[] {
  const store = stores.find((one) => one.name === name)
  if (store === undefined) return []
  const payers = payersOf(store, calls)
  const behind = store.notes === null ? [] : whoPays(stores, store.notes, payers.length)
  const grown = new Map(behind.map(({ call, caches }) => [call, caches]))
  return payers.map((call, slab) => ({ call, caches: [name, ...(grown.get(slab + 1) ?? [])] }))
}
