/** Wrong: takes the object at the bottom, and lets the others move down. */
import { NULL, type ArrayCache } from 'kmalloc-course/kernel'

export { pushArray } from '../solution.ts'

export function popArray(array: ArrayCache): number {
  if (array.avail === 0) return NULL
  array.touched = 1
  array.avail--
  return array.entry.shift() ?? NULL
}
