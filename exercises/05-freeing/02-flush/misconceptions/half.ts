/** Wrong: lets half of the entries leave. */
import { cache_flusharray as right, type Plan } from '../solution.ts'

export function cache_flusharray(
  entries: readonly number[],
  batchcount: number,
  room: number,
): Plan {
  const half = Math.max(1, Math.floor(entries.length / 2))
  return right(entries, batchcount === 0 ? 0 : half, room)
}
