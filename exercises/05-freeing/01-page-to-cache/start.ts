/** From the address of an object to its cache and its slab. */

// Your turn.

/** Fields of a struct page: of a page of a slab, `next` is the cache and `prev` the slab. */
export interface PageFields {
  readonly slab: boolean
  readonly lru: { readonly next: number; readonly prev: number }
}

/** The object at `address`; null when its page belongs to no slab. */
export function findObject(
  address: number,
  pageOf: (frame: number) => PageFields,
  read32: (address: number) => number,
): { cache: number; slab: number; object: number } | null {
  return null
}
