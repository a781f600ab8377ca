/** Wrong: sends to the slabs what the shared array cannot take. */
import { cache_flusharray as right, type Plan } from '../solution.ts'

export function cache_flusharray(
  entries: readonly number[],
  batchcount: number,
  room: number,
): Plan {
  const { toShared, toSlabs, stay } = right(entries, batchcount, room)
  const rest = stay.slice(0, batchcount - toShared.length - toSlabs.length)
  return { toShared, toSlabs: [...toSlabs, ...rest], stay: stay.slice(rest.length) }
}
