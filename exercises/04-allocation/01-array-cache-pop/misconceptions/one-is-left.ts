/** Wrong: takes an array with one object for an empty one. */
import { NULL, type ArrayCache } from 'kmalloc-course/kernel'

export { pushArray } from '../solution.ts'

export function popArray(array: ArrayCache): number {
  if (array.avail <= 1) return NULL
  array.touched = 1
  array.avail--
  return array.entry[array.avail] ?? NULL
}
