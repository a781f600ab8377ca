/** Wrong: goes on counting behind the first length that fits. */
export type Header = (CACHE: (x: number) => void) => void

export function indexOf(include: Header, size: number): number {
  let i = 0
  let fits = false
  include((x) => {
    if (size <= x && !fits) fits = true
    else i++
  })
  return fits ? i : -1
}
