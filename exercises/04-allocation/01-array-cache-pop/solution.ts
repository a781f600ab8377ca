/** A stack: `avail` is the number of objects, and the place of the next one. */
import { NULL, type ArrayCache } from 'kmalloc-course/kernel'

export function popArray(array: ArrayCache): number {
  if (array.avail === 0) return NULL
  array.touched = 1
  array.avail--
  return array.entry[array.avail] ?? NULL
}

export function pushArray(array: ArrayCache, object: number): boolean {
  if (array.avail === array.limit) return false
  array.entry[array.avail] = object
  array.avail++
  return true
}
