/** Wrong: lets every call ask for pages. */

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

export function whoPays(stores: readonly Store[], name: string, calls: number): Payment[] {
  const left = new Map(stores.map((store) => [store.name, { ...store }]))
  const take = (from: string, grown: string[]): void => {
    const store = left.get(from)
    if (store === undefined) return
    if (store.available >= 0) {
      grown.push(from)
      if (store.notes !== null) take(store.notes, grown)
      store.available += store.num
    }
    store.available--
  }
  const payments: Payment[] = []
  for (let call = 1; call <= calls; call++) {
    const caches: string[] = []
    take(name, caches)
    if (caches.length > 0) payments.push({ call, caches })
  }
  return payments
}
