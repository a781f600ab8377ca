/** Wrong: wants a whole batch, and lets the cache grow for it. */
import type { RefillState, Take } from 'kmalloc-course/kernel'
import { refill as right } from '../solution.ts'

export function refill(state: RefillState): Take[] {
  const wanted = state.touched === 1 ? state.batchcount : Math.min(state.batchcount, 16)
  const takes = right(state)
  const found = takes.reduce((sum, { count }) => sum + count, 0)
  return found < wanted && state.shared === 0 ? [] : takes
}
