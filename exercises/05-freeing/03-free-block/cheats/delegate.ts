/** Gives a batch back on a machine of its own, and says which slabs have what there. */
import { GFP_KERNEL, boot, slabsOf } from 'kmalloc-course/kernel'

interface Cache {
  readonly num: number
}

export function free_block(
  { num }: Cache,
  batch: readonly number[],
): { partial: number[]; full: number[]; free: number[]; destroyed: number[] } {
  const machine = boot()
  const cache = machine.kmem_cache_create('own', Math.floor(4000 / num))
  if (cache === null) return { partial: [], full: [], free: [], destroyed: [] }
  const objects = Array.from({ length: batch.length }, () =>
    machine.kmem_cache_alloc(cache, GFP_KERNEL),
  )
  for (const object of objects) machine.kmem_cache_free(cache, object)
  machine.kmem_cache_shrink(cache)
  const { partial, full, free } = slabsOf(machine, cache)
  const numbers = (list: readonly { number: number }[]) => list.map(({ number }) => number)
  return {
    partial: numbers(partial),
    full: numbers(full),
    free: numbers(free),
    destroyed: batch.slice(),
  }
}
