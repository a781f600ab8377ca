/** What is lost between the sizes that are asked for and the lengths that are given. */

// Your turn, twice.

/** Bytes given, bytes of them wasted, and requests refused; `sizes` is the table, the smallest first. */
export function wasteOf(
  requests: readonly number[],
  sizes: readonly number[],
): { given: number; wasted: number; refused: number } {
  return { given: 0, wasted: 0, refused: 0 }
}

/** The size, 1 or more, of which the largest share of the object is lost; the smallest if there are several. */
export function worstRequest(sizes: readonly number[]): number {
  return 0
}
