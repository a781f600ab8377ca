/** Wrong: compares the bytes that are asked for. */
import { cheapest as right, type Layout } from '../solution.ts'

export function cheapest(layouts: readonly Layout[], sizes: readonly number[]): number {
  const every = Array.from({ length: (sizes.at(-1) ?? 0) + 1 }, (_, bytes) => bytes)
  return right(layouts, every)
}
