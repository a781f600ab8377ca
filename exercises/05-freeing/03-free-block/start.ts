/** What becomes of the slabs when a batch of objects comes back. */

// Your turn.

/** A slab by its number, and how many of its objects are not in it. */
export interface Slab {
  readonly slab: number
  readonly inuse: number
}

/** A cache before the batch: its numbers, counted in objects, and its lists from head to tail. */
export interface Cache {
  readonly num: number
  readonly free_objects: number
  readonly free_limit: number
  readonly partial: readonly Slab[]
  readonly full: readonly Slab[]
  readonly free: readonly Slab[]
}

/** The numbers of the slabs afterwards. `batch`: for each object that comes back, the number of its slab. */
export function free_block(
  cache: Cache,
  batch: readonly number[],
): { partial: number[]; full: number[]; free: number[]; destroyed: number[] } {
  return { partial: [], full: [], free: [], destroyed: [] }
}
