/** The array of a CPU: taking an object and giving one back. */
import { NULL, type ArrayCache } from 'kmalloc-course/kernel'

// Your turn, twice.

/** Takes an object out of the array and returns its address; NULL if there is none. */
export function popArray(array: ArrayCache): number {
  return NULL
}

/** Puts the object with the address `object` into the array; false if it is full. */
export function pushArray(array: ArrayCache, object: number): boolean {
  return false
}
