/** Wrong: takes prev for the cache, and next for the slab. */
import { findObject as right, type PageFields } from '../solution.ts'

type Found = { cache: number; slab: number; object: number } | null

export function findObject(
  address: number,
  pageOf: (frame: number) => PageFields,
  read32: (address: number) => number,
): Found {
  const found = right(address, pageOf, read32)
  return found && { ...found, cache: found.slab, slab: found.cache }
}
