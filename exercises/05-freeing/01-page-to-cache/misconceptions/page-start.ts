/** Wrong: counts the objects from the beginning of the page. */
import { findObject as right, type PageFields } from '../solution.ts'

type Found = { cache: number; slab: number; object: number } | null

export function findObject(
  address: number,
  pageOf: (frame: number) => PageFields,
  read32: (address: number) => number,
): Found {
  const found = right(address, pageOf, read32)
  if (found === null) return null
  return { ...found, object: Math.floor((address % 4096) / read32(found.cache + 52)) }
}
