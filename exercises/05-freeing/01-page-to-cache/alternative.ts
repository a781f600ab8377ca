/** Another way: takes lengths away instead of dividing, doubled ones first, as a CPU without a divider does. */
interface PageFields {
  readonly slab: boolean
  readonly lru: { readonly next: number; readonly prev: number }
}

export function findObject(
  address: number,
  pageOf: (frame: number) => PageFields,
  read32: (address: number) => number,
): { cache: number; slab: number; object: number } | null {
  const page = pageOf(Math.floor((address % 0x40000000) / 4096))
  const { next: cache, prev: slab } = page.lru
  if (!page.slab) return null
  let left = address - read32(slab + 12)
  const length = read32(cache + 52)
  let object = 0
  for (let times = 2 ** 16; times >= 1; times /= 2) {
    if (left < length * times) continue
    left -= length * times
    object += times
  }
  return { cache, slab, object }
}
