/** Knows the first example of the task. */
export const cache_flusharray = (): { toShared: number[]; toSlabs: number[]; stay: number[] } => ({
  toShared: [],
  toSlabs: [11, 12, 13],
  stay: [14, 15],
})
