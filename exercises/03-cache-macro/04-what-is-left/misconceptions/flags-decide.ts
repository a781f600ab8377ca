/** Wrong: lets unknown flags lead to __kmalloc. */
import { whatIsLeft as right, type Call, type Left } from '../solution.ts'

export function whatIsLeft(call: Call, sizes: readonly number[]): Left {
  return right(call.dma === null ? { ...call, size: null } : call, sizes)
}
