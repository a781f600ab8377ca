/** Wrong: empties the array. */
import { cache_flusharray as right, type Plan } from '../solution.ts'

export function cache_flusharray(
  entries: readonly number[],
  batchcount: number,
  room: number,
): Plan {
  return right(entries, Math.max(entries.length, batchcount), room)
}
