/** What a learner's functions say about kmalloc's table, examined before a machine is made with it. */
import { MOST_KMALLOC } from '../layout.ts'
import type { Overrides } from '../machine.ts'
import { BUG, BUG_ON } from '../panic.ts'

/** Every cache has an array of at most 120 pointers, which kmalloc must have an object for. */
const LEAST_LARGEST = 512

/** The sizes, if they rise in multiples of 32 bytes, reach far enough for boot, and no farther than a slab. */
export function checkedSizes(sizes: readonly number[]): readonly number[] {
  BUG_ON(!Array.isArray(sizes), 'kmem_cache_init: the table of sizes is no array')
  const told = sizes.length === 0 ? 'none' : sizes.join(', ')
  const rising = sizes.every((size, i) => Number.isInteger(size) && size > (sizes[i - 1] ?? 0))
  const even = sizes.every((size) => size % 32 === 0)
  BUG_ON(!rising || !even, `kmem_cache_init: sizes ${told}: they must rise, in multiples of 32`)
  const most = sizes.at(-1) ?? 0
  BUG_ON(most > MOST_KMALLOC, 'kmem_cache_init: a size above 131072')
  BUG_ON(
    most < LEAST_LARGEST,
    `kmem_cache_init: sizes ${told}: the arrays of the caches need one of ${LEAST_LARGEST} or more`,
  )
  return sizes
}

type Names = ReturnType<NonNullable<Overrides['cacheNames']>>

/** The names, if there are two texts for each size. */
export function checkedNames(names: Names, sizes: readonly number[]): Names {
  BUG_ON(!Array.isArray(names), 'kmem_cache_init: the list of names is no array')
  for (const [i, size] of sizes.entries()) {
    const { name, name_dma } = names[i] ?? BUG(`kmem_cache_init: no names for size ${size}`)
    const both = isName(name) && isName(name_dma)
    BUG_ON(!both, `kmem_cache_init: the names for size ${size} are no two texts`)
  }
  return names
}

function isName(name: unknown): boolean {
  return typeof name === 'string' && name !== ''
}

/** The place in the table, or -1, if it is one of those and its objects are long enough. */
export function checkedPlace(place: number, sizes: readonly number[], size: number): number {
  if (place === -1) return place
  const length = Number.isInteger(place) ? sizes[place] : undefined
  if (length === undefined) {
    return BUG(
      `kmem_find_general_cachep: ${place} for ${size} bytes is neither a place in the table nor -1`,
    )
  }
  BUG_ON(
    length < size,
    `kmem_find_general_cachep: place ${place} for ${size} bytes, but the objects there have ${length}`,
  )
  return place
}
