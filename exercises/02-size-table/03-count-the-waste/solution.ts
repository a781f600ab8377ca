/** One pass over the requests; and one over the table, with the first request of every length. */
export function wasteOf(
  requests: readonly number[],
  sizes: readonly number[],
): { given: number; wasted: number; refused: number } {
  let given = 0
  let wasted = 0
  let refused = 0
  for (const request of requests) {
    const length = sizes.find((one) => request <= one)
    if (length === undefined) {
      refused++
      continue
    }
    given += length
    wasted += length - request
  }
  return { given, wasted, refused }
}

export function worstRequest(sizes: readonly number[]): number {
  let worst = 0
  let largest = -1
  let before = 0
  for (const length of sizes) {
    const request = before + 1
    const share = (length - request) / length
    if (share > largest) {
      largest = share
      worst = request
    }
    before = length
  }
  return worst
}
