/** Wrong: rounds up to a power of two, whatever is in the table. */
import { wasteOf as right } from '../solution.ts'

export { worstRequest } from '../solution.ts'

export function wasteOf(requests: readonly number[], sizes: readonly number[]) {
  const powers: number[] = []
  for (let power = 32; power <= (sizes.at(-1) ?? 0); power *= 2) powers.push(power)
  return right(requests, powers)
}
