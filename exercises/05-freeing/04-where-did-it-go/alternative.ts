/** Another way: a table with every object of every slab by its address, in which each finds its place. */
import { arraysOf, sharedArrayOf, slabsOf } from 'kmalloc-course/kernel'
import type { Kernel, kmem_cache } from 'kmalloc-course/kernel'

type Place = 'callers' | 'arrays' | 'shared' | 'slabs' | 'empty'

export function stations(kernel: Kernel, cache: kmem_cache): Record<Place, number> {
  const table = new Map<number, Place>()
  const lists = slabsOf(kernel, cache)
  for (const list of ['partial', 'full', 'free'] as const) {
    for (const { s_mem, free } of lists[list]) {
      for (let object = 0; object < cache.num; object++) {
        const inside = list === 'free' ? 'empty' : 'slabs'
        const place = free.includes(object) ? inside : 'callers'
        table.set(s_mem + object * cache.objsize, place)
      }
    }
  }
  for (const { entries } of arraysOf(kernel, cache)) {
    for (const entry of entries) table.set(entry, 'arrays')
  }
  for (const entry of sharedArrayOf(kernel, cache)?.entries ?? []) table.set(entry, 'shared')
  const counts = { callers: 0, arrays: 0, shared: 0, slabs: 0, empty: 0 }
  for (const place of table.values()) counts[place]++
  return counts
}

export function listedPages(buddyinfo: string): number {
  let pages = 0
  for (const [, blocks = ''] of buddyinfo.matchAll(/zone +\w+ +([\d ]+)/g)) {
    const counts = blocks.trim().split(/ +/).map(Number)
    // From the largest blocks down: everything so far counts twice as much as in the next column.
    pages += counts.reduceRight((all, count) => 2 * all + count, 0)
  }
  return pages
}
