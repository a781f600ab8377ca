/** Wrong: takes a single byte for the worst request of any table. */
export { wasteOf } from '../solution.ts'

export function worstRequest(): number {
  return 1
}
