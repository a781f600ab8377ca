/** Wrong: wants a length that is larger than the size. */
import { indexOf as right } from '../solution.ts'

export type Header = (CACHE: (x: number) => void) => void

export function indexOf(include: Header, size: number): number {
  return right(include, size + 1)
}
