/** Wrong: takes __kmalloc for the end of every call. */
import type { Left } from '../solution.ts'

export function whatIsLeft(): Left {
  return { calls: '__kmalloc', place: null, pointer: null }
}
