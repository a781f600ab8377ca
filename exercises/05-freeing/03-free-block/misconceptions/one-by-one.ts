/** Wrong: raises the count of free objects one by one. */
import type { Cache, Lists, Slab } from '../solution.ts'

export function free_block(cache: Cache, batch: readonly number[]): Lists {
  const inuse = new Map<number, number>()
  const numbers = (list: readonly Slab[]) =>
    list.map((each) => {
      inuse.set(each.slab, each.inuse)
      return each.slab
    })
  let [partial, full] = [numbers(cache.partial), numbers(cache.full)]
  const free = numbers(cache.free)
  const destroyed: number[] = []
  let count = cache.free_objects
  for (const slab of batch) {
    const left = (inuse.get(slab) ?? 0) - 1
    inuse.set(slab, left)
    count += 1
    partial = partial.filter((other) => other !== slab)
    full = full.filter((other) => other !== slab)
    if (left > 0) partial.push(slab)
    else if (count > cache.free_limit) {
      destroyed.push(slab)
      count -= cache.num
    } else free.unshift(slab)
  }
  return { partial, full, free, destroyed }
}
