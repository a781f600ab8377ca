/** Wrong: believes what stands in the struct page, whether the page belongs to a slab or not. */
import { findObject as right, type PageFields } from '../solution.ts'

type Found = { cache: number; slab: number; object: number } | null

export function findObject(
  address: number,
  pageOf: (frame: number) => PageFields,
  read32: (address: number) => number,
): Found {
  return right(address, (frame) => ({ ...pageOf(frame), slab: true }), read32)
}
