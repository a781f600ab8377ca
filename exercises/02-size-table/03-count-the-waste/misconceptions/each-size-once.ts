/** Wrong: counts requests of the same size once. */
import { wasteOf as right } from '../solution.ts'

export { worstRequest } from '../solution.ts'

export function wasteOf(requests: readonly number[], sizes: readonly number[]) {
  return right([...new Set(requests)], sizes)
}
