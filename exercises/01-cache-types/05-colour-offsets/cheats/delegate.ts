/** Makes a cache on a machine of its own and looks at its slabs. */
import { GFP_KERNEL, boot, slabsOf, type Kernel } from 'kmalloc-course/kernel'

const machine = boot()
const cache = machine.kmem_cache_create('cheat', 600)

export function colours(): { colour: number; colour_off: number } {
  return { colour: cache?.colour ?? 0, colour_off: cache?.colour_off ?? 0 }
}

export function colourOffset(slab: number): number {
  if (cache === null) return 0
  while (cache.slabsEver <= slab) machine.kmem_cache_alloc(cache, GFP_KERNEL)
  const found = slabsOf(machine, cache).full.find(({ number }) => number === slab)
  return found ? found.colouroff - cache.slab_size : 0
}

export function shiftedCaches(kernel: Kernel): string[] {
  return kernel
    .caches()
    .filter((one) => new Set(slabsOf(kernel, one).full.map(({ colouroff }) => colouroff)).size > 1)
    .map(({ name }) => name)
}
