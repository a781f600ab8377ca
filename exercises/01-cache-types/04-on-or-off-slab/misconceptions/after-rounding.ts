/** Wrong: compares 512 with the length that is already rounded up to the alignment. */
import type { FitObjects, SlabPlan } from 'kmalloc-course/kernel'

const roundUp = (bytes: number, step: number): number => Math.ceil(bytes / step) * step

export function placeNotes(size: number, align: number, fit: FitObjects): SlabPlan {
  const objsize = roundUp(size, align)
  const large = objsize >= 512
  const { num, gfporder, left_over } = fit(objsize, large)
  const exact = 24 + 2 * num
  const rounded = roundUp(exact, align)
  const plan = { objsize, num, gfporder }
  if (!large) return { ...plan, offSlab: false, slab_size: rounded, left_over }
  if (left_over < rounded) return { ...plan, offSlab: true, slab_size: exact, left_over }
  return { ...plan, offSlab: false, slab_size: rounded, left_over: left_over - rounded }
}
