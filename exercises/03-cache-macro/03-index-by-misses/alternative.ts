/** Another way: since the lengths rise, all that are too short come first: it counts those, and all. */
export type Header = (CACHE: (x: number) => void) => void

export function indexOf(include: Header, size: number): number {
  let tooShort = 0
  let all = 0
  include((x) => {
    all += 1
    tooShort += Number(x < size)
  })
  return tooShort < all ? tooShort : -1
}
