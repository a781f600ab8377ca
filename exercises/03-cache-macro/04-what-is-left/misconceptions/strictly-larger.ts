/** Wrong: wants a length that is larger than the size. */
import { whatIsLeft as right, type Call, type Left } from '../solution.ts'

export function whatIsLeft(call: Call, sizes: readonly number[]): Left {
  return right(call.size === null ? call : { ...call, size: call.size + 1 }, sizes)
}
