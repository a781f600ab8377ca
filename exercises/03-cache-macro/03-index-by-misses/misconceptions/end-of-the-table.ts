/** Wrong: gives the number of misses when nothing fits. */
export type Header = (CACHE: (x: number) => void) => void

export function indexOf(include: Header, size: number): number {
  let i = 0
  include((x) => {
    if (x < size) i++
  })
  return i
}
