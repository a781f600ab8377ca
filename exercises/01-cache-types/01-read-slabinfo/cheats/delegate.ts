/** Does not read the text: asks a machine of its own for its caches. */
import { PAGE_SIZE, boot } from 'kmalloc-course/kernel'

export interface CacheLine {
  name: string
  active_objs: number
  num_objs: number
  /** In bytes. */
  objsize: number
  objperslab: number
  pagesperslab: number
  limit: number
  batchcount: number
  sharedfactor: number
  active_slabs: number
  num_slabs: number
  sharedavail: number
}

export function readSlabinfo(_text: string): CacheLine[] {
  return boot()
    .caches()
    .map((cache) => ({
      name: cache.name,
      active_objs: 0,
      num_objs: 0,
      objsize: cache.objsize,
      objperslab: cache.num,
      pagesperslab: 1 << cache.gfporder,
      limit: cache.limit,
      batchcount: cache.batchcount,
      sharedfactor: 0,
      active_slabs: 0,
      num_slabs: 0,
      sharedavail: 0,
    }))
}

export function memoryUsed({ num_slabs, pagesperslab }: CacheLine): number {
  return num_slabs * pagesperslab * PAGE_SIZE
}
