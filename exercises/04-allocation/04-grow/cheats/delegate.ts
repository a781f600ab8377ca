/** Lets a machine of its own make a slab, and looks at it. */
import { GFP_KERNEL, boot, slabsOf, type GrowingCache, type NewSlab } from 'kmalloc-course/kernel'

const machine = boot()

export function layOutSlab({ num, objsize, offSlab, slab_size }: GrowingCache): NewSlab {
  const name = `cheat-${machine.caches().length}`
  const cache = machine.kmem_cache_create(name, objsize)
  if (cache === null) throw new Error('no cache')
  machine.kmem_cache_alloc(cache, GFP_KERNEL)
  const { partial, full } = slabsOf(machine, cache)
  const colouroff = [...partial, ...full][0]?.colouroff ?? 0
  const bufctl = Array.from({ length: num }, (_, i) => (i + 1 < num ? i + 1 : 0xffff))
  const notes = offSlab ? null : colouroff - slab_size
  return { notes, colouroff, free: 0, bufctl, colour_next: cache.colour_next }
}
