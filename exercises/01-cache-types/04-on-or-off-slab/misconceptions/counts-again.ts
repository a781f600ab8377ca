/** Wrong: has the objects counted a second time when the notes move back in. */
import type { FitObjects, SlabPlan } from 'kmalloc-course/kernel'

const roundUp = (bytes: number, step: number): number => Math.ceil(bytes / step) * step

export function placeNotes(size: number, align: number, fit: FitObjects): SlabPlan {
  const words = roundUp(size, 4)
  const objsize = roundUp(words, align)
  const large = words >= 512
  const outside = fit(objsize, large)
  const exact = 24 + 2 * outside.num
  if (large && outside.left_over < roundUp(exact, align)) {
    return { ...outside, objsize, offSlab: true, slab_size: exact }
  }
  const inside = fit(objsize, false)
  const slab_size = roundUp(24 + 2 * inside.num, align)
  return { ...inside, objsize, offSlab: false, slab_size }
}
