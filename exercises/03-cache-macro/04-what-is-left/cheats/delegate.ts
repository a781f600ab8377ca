/** Asks a machine of its own, in which nothing is compiled. */
import { GFP_DMA, GFP_KERNEL, NULL, boot } from 'kmalloc-course/kernel'

const machine = boot()

export function whatIsLeft(call: {
  readonly size: number | null
  readonly dma: boolean | null
}): object {
  const object = machine.kmalloc(call.size ?? 0, call.dma ? GFP_KERNEL | GFP_DMA : GFP_KERNEL)
  if (object === NULL) return { calls: 'nothing', place: null, pointer: null }
  const length = machine.ksize(object)
  const place = machine.malloc_sizes.findIndex(({ cs_size }) => cs_size === length)
  return { calls: 'kmem_cache_alloc', place, pointer: call.dma ? 'cs_dmacachep' : 'cs_cachep' }
}
