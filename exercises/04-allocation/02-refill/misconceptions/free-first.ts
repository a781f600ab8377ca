/** Wrong: takes from slabs that are free altogether before it takes from partial ones. */
import type { RefillState, Take } from 'kmalloc-course/kernel'
import { refill as right } from '../solution.ts'

export const refill = (state: RefillState): Take[] =>
  right({ ...state, partial: state.free, free: state.partial })
