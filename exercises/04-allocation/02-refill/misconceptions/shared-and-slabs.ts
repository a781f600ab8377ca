/** Wrong: fills up from slabs what the shared array lacks. */
import type { RefillState, Take } from 'kmalloc-course/kernel'
import { refill as right } from '../solution.ts'

export function refill(state: RefillState): Take[] {
  const [first, ...none] = right(state)
  if (first?.slab !== 'shared') return first === undefined ? [] : [first, ...none]
  const wanted = state.touched === 1 ? state.batchcount : Math.min(state.batchcount, 16)
  if (first.count === wanted) return [first]
  return [first, ...right({ ...state, shared: 0, touched: 1, batchcount: wanted - first.count })]
}
