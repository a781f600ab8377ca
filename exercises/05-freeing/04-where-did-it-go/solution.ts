/** Sums over slabs and arrays; what is out and in no array, callers have. */
import { arraysOf, sharedArrayOf, slabsOf } from 'kmalloc-course/kernel'
import type { Kernel, kmem_cache } from 'kmalloc-course/kernel'

export interface Stations {
  callers: number
  arrays: number
  shared: number
  slabs: number
  empty: number
}

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0)

export function stations(kernel: Kernel, cache: kmem_cache): Stations {
  const { partial, full, free } = slabsOf(kernel, cache)
  const out = sum([...partial, ...full].map(({ inuse }) => inuse))
  const arrays = sum(arraysOf(kernel, cache).map(({ avail }) => avail))
  const shared = sharedArrayOf(kernel, cache)?.avail ?? 0
  const slabs = sum(partial.map((slab) => slab.free.length))
  return { callers: out - arrays - shared, arrays, shared, slabs, empty: free.length * cache.num }
}

export function listedPages(buddyinfo: string): number {
  const lines = buddyinfo.split('\n').filter((line) => line.includes('zone'))
  return sum(
    lines.flatMap((line) => {
      const [, blocks = ''] = line.split(/zone\s+\S+/)
      return blocks
        .trim()
        .split(/\s+/)
        .map((count, order) => Number(count) * 2 ** order)
    }),
  )
}
