/** Wrong: takes until the array is full. */
import type { RefillState, Take } from 'kmalloc-course/kernel'
import { refill as right } from '../solution.ts'

export const refill = (state: RefillState): Take[] =>
  right({ ...state, batchcount: state.limit, touched: 1 })
