/** Object by object: out of its list, and into the one where it belongs now. */
export interface Slab {
  readonly slab: number
  readonly inuse: number
}

export interface Cache {
  readonly num: number
  readonly free_objects: number
  readonly free_limit: number
  readonly partial: readonly Slab[]
  readonly full: readonly Slab[]
  readonly free: readonly Slab[]
}

export interface Lists {
  partial: number[]
  full: number[]
  free: number[]
  destroyed: number[]
}

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
  let count = cache.free_objects + batch.length
  for (const slab of batch) {
    const left = (inuse.get(slab) ?? 0) - 1
    inuse.set(slab, left)
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
