/** Another way: cuts the list to its length and lets it be the stack. */
import { NULL, type ArrayCache } from 'kmalloc-course/kernel'

export function popArray(array: ArrayCache): number {
  array.entry.length = array.avail
  const object = array.entry.pop() ?? NULL
  if (object !== NULL) array.touched = 1
  array.avail = array.entry.length
  return object
}

export function pushArray(array: ArrayCache, object: number): boolean {
  const room = array.limit - array.avail
  array.entry.splice(array.avail, Infinity, ...[object].slice(0, room))
  array.avail = array.entry.length
  return room > 0
}
