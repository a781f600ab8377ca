/** Wrong: gives both caches of a length the same name. */
import type { Header } from '../solution.ts'

export { eachSize, losses, table } from '../solution.ts'

export function names(include: Header): { name: string; name_dma: string }[] {
  const pairs: { name: string; name_dma: string }[] = []
  include((x) => pairs.push({ name: `size-${x}`, name_dma: `size-${x}` }))
  return pairs
}
