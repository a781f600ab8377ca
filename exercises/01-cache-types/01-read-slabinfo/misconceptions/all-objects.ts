/** Wrong: takes the objects for the memory of a cache, without notes and left-over bytes. */
import type { CacheLine } from '../solution.ts'

export { readSlabinfo } from '../solution.ts'

export function memoryUsed(cache: CacheLine): number {
  return cache.num_objs * cache.objsize
}
