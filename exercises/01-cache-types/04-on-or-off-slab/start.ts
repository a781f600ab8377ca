/** Where the notes of a slab lie, and what that leaves for the objects. */
import type { FitObjects, SlabPlan } from 'kmalloc-course/kernel'

/**
 * `size`: bytes of an object, as asked for. `align`: its alignment, a power of two from 4 up.
 * `fit(objsize, offSlab)`: how many objects a slab gets, in how many pages, and the bytes left over.
 */
export function placeNotes(size: number, align: number, fit: FitObjects): SlabPlan {
  const objsize = Math.ceil(size / align) * align
  // Your turn. This is right for short objects, whose notes always lie in the slab.
  const { num, gfporder, left_over } = fit(objsize, false)
  const slab_size = Math.ceil((24 + 2 * num) / align) * align
  return { objsize, offSlab: false, num, gfporder, slab_size, left_over }
}
