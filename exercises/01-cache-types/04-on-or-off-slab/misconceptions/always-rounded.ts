/** Wrong: rounds the notes up to the alignment even where no object lies behind them. */
import type { FitObjects, SlabPlan } from 'kmalloc-course/kernel'

const roundUp = (bytes: number, step: number): number => Math.ceil(bytes / step) * step

export function placeNotes(size: number, align: number, fit: FitObjects): SlabPlan {
  const words = roundUp(size, 4)
  const objsize = roundUp(words, align)
  const large = words >= 512
  const { num, gfporder, left_over } = fit(objsize, large)
  const slab_size = roundUp(24 + 2 * num, align)
  const back = large && left_over >= slab_size
  const taken = back ? slab_size : 0
  const offSlab = large && !back
  return { objsize, offSlab, num, gfporder, slab_size, left_over: left_over - taken }
}
