/** Which allocations ask for pages. */

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

// Your turn.

/** The calls that ask for pages, counted from 1, when `calls` objects of the store `name` are taken. */
export function whoPays(stores: readonly Store[], name: string, calls: number): Payment[] {
  return []
}
