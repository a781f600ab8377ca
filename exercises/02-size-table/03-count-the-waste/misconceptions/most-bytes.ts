/** Wrong: takes the request that loses the most bytes for the worst. */
export { wasteOf } from '../solution.ts'

export function worstRequest(sizes: readonly number[]): number {
  let worst = 0
  let most = -1
  let before = 0
  for (const length of sizes) {
    if (length - before - 1 > most) {
      most = length - before - 1
      worst = before + 1
    }
    before = length
  }
  return worst
}
