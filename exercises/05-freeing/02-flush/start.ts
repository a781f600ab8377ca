/** What leaves a full array. */

// Your turn.

/** `entries`: addresses, the oldest first. `batchcount`: how many are to leave. `room`: in the shared array. */
export function cache_flusharray(
  entries: readonly number[],
  batchcount: number,
  room: number,
): { toShared: number[]; toSlabs: number[]; stay: number[] } {
  return { toShared: [], toSlabs: [...entries], stay: [] }
}
