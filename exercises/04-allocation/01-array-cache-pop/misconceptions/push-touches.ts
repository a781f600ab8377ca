/** Wrong: takes a free for a use of the array. */
import type { ArrayCache } from 'kmalloc-course/kernel'

export { popArray } from '../solution.ts'

export function pushArray(array: ArrayCache, object: number): boolean {
  if (array.avail === array.limit) return false
  array.touched = 1
  array.entry[array.avail] = object
  array.avail++
  return true
}
