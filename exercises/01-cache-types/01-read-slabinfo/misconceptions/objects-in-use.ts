/** Wrong: takes only the objects in use for the memory of a cache. */
import type { CacheLine } from '../solution.ts'

export { readSlabinfo } from '../solution.ts'

export function memoryUsed(cache: CacheLine): number {
  return cache.active_objs * cache.objsize
}
