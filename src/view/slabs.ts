/** The slabs of a cache, list by list, with the state of every object. */
import { type Kernel, type kmem_cache, slabsOf } from '#kernel/index.ts'
import { objectsInArrays } from './cpu-arrays.ts'

/**
 * `in use`: a caller holds it. `in array`: free, on hand in the array of the CPU; its slab counts it as in use.
 * `in slab`: free, in the chain of its slab.
 */
export type ObjectState = 'in use' | 'in array' | 'in slab'

export interface SlabView {
  /** Slabs of a cache are numbered in the order they were made, from 0. */
  readonly number: number
  /** Virtual address of the first object. */
  readonly s_mem: number
  readonly inuse: number
  /** Index of the object the slab gives out next, or null when it has none. */
  readonly free: number | null
  readonly objects: readonly ObjectState[]
}

export interface SlabsView {
  readonly kind: 'slabs'
  readonly cache: string
  readonly objsize: number
  readonly num: number
  /** Pages of a slab. */
  readonly pages: number
  /** Each list from its head on. */
  readonly lists: readonly {
    readonly name: 'partial' | 'full' | 'free'
    readonly slabs: readonly SlabView[]
  }[]
}

export function viewSlabs(kernel: Kernel, cache: kmem_cache): SlabsView {
  const { name, objsize, num, gfporder } = cache
  const inArray = objectsInArrays(kernel, cache)
  const lists = slabsOf(kernel, cache)
  const view = ({ number, s_mem, inuse, free }: (typeof lists)['full'][number]): SlabView => {
    const inSlab = new Set(free)
    const stateOf = (index: number): ObjectState => {
      if (inSlab.has(index)) return 'in slab'
      return inArray.has(s_mem + index * objsize) ? 'in array' : 'in use'
    }
    const objects = Array.from({ length: num }, (_, index) => stateOf(index))
    return { number, s_mem, inuse, free: free[0] ?? null, objects }
  }
  return {
    kind: 'slabs',
    cache: name,
    objsize,
    num,
    pages: 2 ** gfporder,
    lists: [
      { name: 'partial', slabs: lists.partial.map(view) },
      { name: 'full', slabs: lists.full.map(view) },
      { name: 'free', slabs: lists.free.map(view) },
    ],
  }
}
