/** Another way: one regular expression with a named group for each field, run over the whole text. */

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

const pattern =
  /^(?<name>[^\s#]\S*) +(?<active_objs>\d+) +(?<num_objs>\d+) +(?<objsize>\d+) +(?<objperslab>\d+) +(?<pagesperslab>\d+) : tunables +(?<limit>\d+) +(?<batchcount>\d+) +(?<sharedfactor>\d+) : slabdata +(?<active_slabs>\d+) +(?<num_slabs>\d+) +(?<sharedavail>\d+)/gm

export function readSlabinfo(text: string): CacheLine[] {
  return [...text.matchAll(pattern)].map(({ groups = {} }) => {
    const number = (field: string): number => parseInt(groups[field] ?? '', 10)
    return {
      name: groups['name'] ?? '',
      active_objs: number('active_objs'),
      num_objs: number('num_objs'),
      objsize: number('objsize'),
      objperslab: number('objperslab'),
      pagesperslab: number('pagesperslab'),
      limit: number('limit'),
      batchcount: number('batchcount'),
      sharedfactor: number('sharedfactor'),
      active_slabs: number('active_slabs'),
      num_slabs: number('num_slabs'),
      sharedavail: number('sharedavail'),
    }
  })
}

export function memoryUsed(cache: CacheLine): number {
  const pages = cache.num_slabs * cache.pagesperslab
  return pages * 2 ** 12
}
