/** Frame, struct page, and a division. */
export interface PageFields {
  readonly slab: boolean
  readonly lru: { readonly next: number; readonly prev: number }
}

export function findObject(
  address: number,
  pageOf: (frame: number) => PageFields,
  read32: (address: number) => number,
): { cache: number; slab: number; object: number } | null {
  const { slab, lru } = pageOf((address - 0xc0000000) >>> 12)
  if (!slab) return null
  const s_mem = read32(lru.prev + 12)
  const objsize = read32(lru.next + 52)
  return { cache: lru.next, slab: lru.prev, object: Math.floor((address - s_mem) / objsize) }
}
