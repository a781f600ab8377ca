/** Another way: a list of the three things that can happen, of which the first that applies is taken; bits for rounding. */
import type { FitObjects, SlabPlan } from 'kmalloc-course/kernel'

interface Outcome {
  readonly applies: boolean
  readonly offSlab: boolean
  readonly slab_size: number
  /** Bytes of what is left over that the notes take. */
  readonly taken: number
}

export function placeNotes(size: number, align: number, fit: FitObjects): SlabPlan {
  const words = (size + 3) & ~3
  const objsize = (words + align - 1) & -align
  const small = words >> 9 === 0
  const { left_over, ...found } = fit(objsize, !small)
  const notes = found.num + found.num + 24
  const aligned = (notes + align - 1) & -align
  const outcomes: Outcome[] = [
    { applies: small, offSlab: false, slab_size: aligned, taken: 0 },
    { applies: aligned <= left_over, offSlab: false, slab_size: aligned, taken: aligned },
    { applies: true, offSlab: true, slab_size: notes, taken: 0 },
  ]
  const outcome = outcomes.find(({ applies }) => applies)
  if (!outcome) throw new Error('The last outcome always applies.')
  const { offSlab, slab_size, taken } = outcome
  return { ...found, objsize, offSlab, slab_size, left_over: left_over - taken }
}
