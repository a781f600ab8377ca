/** Wrong: takes the notes back in and still counts their bytes as left over. */
import type { FitObjects, SlabPlan } from 'kmalloc-course/kernel'

const roundUp = (bytes: number, step: number): number => Math.ceil(bytes / step) * step

export function placeNotes(size: number, align: number, fit: FitObjects): SlabPlan {
  const words = roundUp(size, 4)
  const objsize = roundUp(words, align)
  const large = words >= 512
  const { num, gfporder, left_over } = fit(objsize, large)
  const exact = 24 + 2 * num
  const rounded = roundUp(exact, align)
  const offSlab = large && left_over < rounded
  return { objsize, offSlab, num, gfporder, slab_size: offSlab ? exact : rounded, left_over }
}
