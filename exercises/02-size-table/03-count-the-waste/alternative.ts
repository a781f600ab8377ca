/** Another way: sorts the requests and goes through them and the table side by side; tries every size there is. */
export function wasteOf(
  requests: readonly number[],
  sizes: readonly number[],
): { given: number; wasted: number; refused: number } {
  const sorted = [...requests].sort((a, b) => a - b)
  let given = 0
  let wasted = 0
  let place = 0
  let served = 0
  for (const request of sorted) {
    while (place < sizes.length && (sizes[place] ?? 0) < request) place++
    const length = sizes[place]
    if (length === undefined) break
    served++
    given += length
    wasted += length - request
  }
  return { given, wasted, refused: sorted.length - served }
}

export function worstRequest(sizes: readonly number[]): number {
  let worst = 0
  let least = Number.POSITIVE_INFINITY
  let place = 0
  for (let request = 1; request <= (sizes.at(-1) ?? 0); request++) {
    if ((sizes[place] ?? 0) < request) place++
    const used = request / (sizes[place] ?? 1)
    if (used < least) {
      least = used
      worst = request
    }
  }
  return worst
}
