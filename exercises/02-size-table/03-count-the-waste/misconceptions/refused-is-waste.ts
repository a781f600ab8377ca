/** Wrong: counts what was refused as wasted. */
import { wasteOf as right } from '../solution.ts'

export { worstRequest } from '../solution.ts'

export function wasteOf(requests: readonly number[], sizes: readonly number[]) {
  const { given, wasted, refused } = right(requests, sizes)
  const largest = sizes.at(-1) ?? 0
  const lost = requests.filter((request) => request > largest).reduce((sum, one) => sum + one, 0)
  return { given, wasted: wasted + lost, refused }
}
