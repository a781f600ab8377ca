/** Wrong: uses the shared array only for a whole batch. */
import { cache_flusharray as right, type Plan } from '../solution.ts'

export function cache_flusharray(
  entries: readonly number[],
  batchcount: number,
  room: number,
): Plan {
  return right(entries, batchcount, room < batchcount ? 0 : room)
}
