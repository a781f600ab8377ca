/** Wrong: forgets the free slabs. */
import { PAGE_SIZE } from 'kmalloc-course/kernel'
import type { CacheLine } from '../solution.ts'

export { readSlabinfo } from '../solution.ts'

export function memoryUsed(cache: CacheLine): number {
  return cache.active_slabs * cache.pagesperslab * PAGE_SIZE
}
