/** The place of a size, found by counting misses along the header. */

/** Calls CACHE once for every length, in bytes, the smallest first. */
export type Header = (CACHE: (x: number) => void) => void

// Your turn.

/** The place of the first length for `size` bytes; -1 if there is none. Includes the header once. */
export function indexOf(include: Header, size: number): number {
  let i = 0
  include((x) => {
    // Called for each length.
  })
  return i
}
