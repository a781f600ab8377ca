/** The first of the entries leave, as many as the batch and the room allow. */
export interface Plan {
  toShared: number[]
  toSlabs: number[]
  stay: number[]
}

export function cache_flusharray(
  entries: readonly number[],
  batchcount: number,
  room: number,
): Plan {
  const count = room > 0 ? Math.min(batchcount, room) : batchcount
  const leaving = entries.slice(0, count)
  const stay = entries.slice(count)
  return room > 0
    ? { toShared: leaving, toSlabs: [], stay }
    : { toShared: [], toSlabs: leaving, stay }
}
