/** Makes a cache on a machine of its own and copies what that decided. */
import { CFLGS_OFF_SLAB, PAGE_SIZE, boot } from 'kmalloc-course/kernel'
import type { SlabPlan } from 'kmalloc-course/kernel'

const machine = boot()
let made = 0

export function placeNotes(size: number, align: number): SlabPlan {
  const cache = machine.kmem_cache_create(`cheat-${made++}`, size, align)
  if (!cache) throw new Error('no cache')
  const { objsize, num, gfporder, slab_size, flags } = cache
  const offSlab = (flags & CFLGS_OFF_SLAB) !== 0
  const notes = offSlab ? 0 : slab_size
  const left_over = (PAGE_SIZE << gfporder) - num * objsize - notes
  return { objsize, offSlab, num, gfporder, slab_size, left_over }
}
