/** Wrong: gives the length, and not its place. */
export type Header = (CACHE: (x: number) => void) => void

export function indexOf(include: Header, size: number): number {
  let length = -1
  include((x) => {
    if (length === -1 && size <= x) length = x
  })
  return length
}
