/** Wrong: does not say that somebody took from the array. */
import { NULL, type ArrayCache } from 'kmalloc-course/kernel'

export { pushArray } from '../solution.ts'

export function popArray(array: ArrayCache): number {
  if (array.avail === 0) return NULL
  array.avail--
  return array.entry[array.avail] ?? NULL
}
