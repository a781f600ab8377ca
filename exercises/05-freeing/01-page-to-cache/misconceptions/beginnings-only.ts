/** Wrong: finds nothing at an address in the middle of an object. */
import { findObject as right, type PageFields } from '../solution.ts'

type Found = { cache: number; slab: number; object: number } | null

export function findObject(
  address: number,
  pageOf: (frame: number) => PageFields,
  read32: (address: number) => number,
): Found {
  const found = right(address, pageOf, read32)
  if (found === null) return null
  const offset = (address - read32(found.slab + 12)) % read32(found.cache + 52)
  return offset === 0 ? found : null
}
