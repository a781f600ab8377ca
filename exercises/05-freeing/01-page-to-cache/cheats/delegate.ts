/** Asks a machine of its own what lies there. */
import { GFP_KERNEL, boot, slabAt, placeOf } from 'kmalloc-course/kernel'

const machine = boot()
machine.kmalloc(100, GFP_KERNEL)

export function findObject(
  address: number,
): { cache: number; slab: number; object: number } | null {
  const found = slabAt(machine, address)
  const place = placeOf(machine, address)
  if (found === null || place === null) return null
  const cache = found.cache.descriptor + 0xc0000000
  return { cache, slab: found.slab.descriptor, object: place.object }
}
