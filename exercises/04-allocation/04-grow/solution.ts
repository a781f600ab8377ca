/** First the colour, then the notes, then the objects one after the other. */
import { BUFCTL_END, type GrowingCache, type NewSlab } from 'kmalloc-course/kernel'

export function layOutSlab(cache: GrowingCache): NewSlab {
  const { num, slab_size, offSlab, colour, colour_off, colour_next } = cache
  const start = colour_next * colour_off
  const bufctl = Array.from({ length: num }, (_, object) => object + 1)
  bufctl[num - 1] = BUFCTL_END
  const following = colour_next + 1
  return {
    notes: offSlab ? null : start,
    colouroff: offSlab ? start : start + slab_size,
    free: 0,
    bufctl,
    colour_next: following < colour ? following : 0,
  }
}
