/** Counts the misses before the first length that fits. */
export type Header = (CACHE: (x: number) => void) => void

export function indexOf(include: Header, size: number): number {
  let i = 0
  let found = false
  include((x) => {
    if (found) return
    if (size <= x) found = true
    else i++
  })
  return found ? i : -1
}
