/** Wrong: lets __kmalloc deal with what is too large. */
import { whatIsLeft as right, type Call, type Left } from '../solution.ts'

export function whatIsLeft(call: Call, sizes: readonly number[]): Left {
  const left = right(call, sizes)
  return left.calls === 'nothing' ? { ...left, calls: '__kmalloc' } : left
}
