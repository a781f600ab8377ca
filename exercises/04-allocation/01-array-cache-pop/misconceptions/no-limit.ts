/** Wrong: always puts the object on top. */
import type { ArrayCache } from 'kmalloc-course/kernel'

export { popArray } from '../solution.ts'

export function pushArray(array: ArrayCache, object: number): boolean {
  array.entry[array.avail] = object
  array.avail++
  return true
}
