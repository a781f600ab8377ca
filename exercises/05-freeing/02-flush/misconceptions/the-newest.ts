/** Wrong: lets the newest leave. */
import { cache_flusharray as right, type Plan } from '../solution.ts'

export function cache_flusharray(
  entries: readonly number[],
  batchcount: number,
  room: number,
): Plan {
  const { toShared, toSlabs, stay } = right([...entries].reverse(), batchcount, room)
  return { toShared: toShared.reverse(), toSlabs: toSlabs.reverse(), stay: stay.reverse() }
}
