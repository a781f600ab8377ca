/** The walk through kmalloc's table. */

// Your turn.

/** The place in `sizes` (bytes, smallest first) of the length for `size` bytes; -1 if none will do. */
export function kmem_find_general_cachep(sizes: readonly number[], size: number): number {
  return 0
}
