/** Another way: goes through the slab with a mark, and builds the chain from its end. */
import { BUFCTL_END, type GrowingCache, type NewSlab } from 'kmalloc-course/kernel'

export function layOutSlab(cache: GrowingCache): NewSlab {
  let mark = cache.colour_next * cache.colour_off
  let notes: number | null = null
  if (!cache.offSlab) {
    notes = mark
    mark += cache.slab_size
  }
  const bufctl: number[] = []
  let free = BUFCTL_END
  for (let object = cache.num - 1; object >= 0; object--) {
    bufctl.unshift(free)
    free = object
  }
  const colours = Math.max(1, cache.colour)
  return { notes, colouroff: mark, free, bufctl, colour_next: (cache.colour_next + 1) % colours }
}
