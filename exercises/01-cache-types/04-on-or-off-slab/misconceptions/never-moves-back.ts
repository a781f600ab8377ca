/** Wrong: leaves the notes outside even where there is room for them. */
import type { FitObjects, SlabPlan } from 'kmalloc-course/kernel'

const roundUp = (bytes: number, step: number): number => Math.ceil(bytes / step) * step

export function placeNotes(size: number, align: number, fit: FitObjects): SlabPlan {
  const words = roundUp(size, 4)
  const objsize = roundUp(words, align)
  const offSlab = words >= 512
  const { num, gfporder, left_over } = fit(objsize, offSlab)
  const exact = 24 + 2 * num
  const slab_size = offSlab ? exact : roundUp(exact, align)
  return { objsize, offSlab, num, gfporder, slab_size, left_over }
}
