/** Wrong: does not ask whether the array was used lately. */
import type { RefillState, Take } from 'kmalloc-course/kernel'
import { refill as right } from '../solution.ts'

export const refill = (state: RefillState): Take[] => right({ ...state, touched: 1 })
