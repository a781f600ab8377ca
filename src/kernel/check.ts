/**
 * A sweep over the whole machine: everything that must hold between two calls. Each problem is a sentence. A program
 * that uses the allocator correctly never causes one; a double kfree() or a write past an object may.
 */
import type { kmem_cache } from './cache.ts'
import { arrayOf, slabsOf, type SlabView } from './inspect.ts'
import type { Kernel } from './kernel.ts'
import { MAX_ORDER, PAGE_SIZE, type VirtualAddress } from './layout.ts'
import { PG_private, PG_reserved, PG_slab } from './page_flags.ts'
import type { Zone } from './zone.ts'

/** All problems of a machine; none for a healthy one. */
export function findProblems(kernel: Kernel): string[] {
  return [
    ...kernel.caches().flatMap((cache) => cacheProblems(kernel, cache)),
    ...kernel.machine.zones.flatMap((zone) => zoneProblems(kernel, zone)),
  ]
}

function cacheProblems(kernel: Kernel, cache: kmem_cache): string[] {
  const { partial, full, free } = slabsOf(kernel, cache)
  const slabs = [...partial, ...full, ...free]
  const problems = slabs.flatMap((slab) => slabProblems(kernel, cache, slab))
  const must = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(`${cache.name}: ${problem}`)
  }
  must(
    full.every(({ inuse }) => inuse === cache.num),
    'a slab in the full list has room',
  )
  must(
    free.every(({ inuse }) => inuse === 0),
    'a slab in the free list is in use',
  )
  must(
    partial.every(({ inuse }) => inuse > 0 && inuse < cache.num),
    'a slab in the partial list is full or empty',
  )
  const counted = slabs.reduce((sum, slab) => sum + slab.free.length, 0)
  must(counted === cache.free_objects, `free_objects is ${cache.free_objects}, not ${counted}`)
  must(cache.colour_next < Math.max(1, cache.colour), 'colour_next is no colour')

  const { avail, limit, entries } = arrayOf(kernel, cache)
  must(avail <= limit, 'the array holds more than its limit')
  must(new Set(entries).size === entries.length, 'an object is in the array twice')
  const inSlabs = new Set(slabs.flatMap((slab) => freeAddresses(cache, slab)))
  must(!entries.some((entry) => inSlabs.has(entry)), 'an object is in the array and in its slab')
  return problems
}

function freeAddresses(cache: kmem_cache, slab: SlabView): VirtualAddress[] {
  return slab.free.map((object) => slab.s_mem + object * cache.objsize)
}

function slabProblems(kernel: Kernel, cache: kmem_cache, slab: SlabView): string[] {
  const { pages } = kernel.machine
  const name = `${cache.name} slab ${slab.number}`
  const problems: string[] = []
  if (slab.inuse + slab.free.length !== cache.num) {
    problems.push(`${name}: ${slab.inuse} in use and ${slab.free.length} free of ${cache.num}`)
  }
  if (new Set(slab.free).size !== slab.free.length) problems.push(`${name}: free list has a loop`)
  const end = slab.colouroff + cache.num * cache.objsize
  if (end > PAGE_SIZE << cache.gfporder) problems.push(`${name}: objects beyond the last page`)
  for (let i = 0; i < 1 << cache.gfporder; i++) {
    const page = slab.frame + i
    if ((pages.flags[page]! & PG_slab) === 0 || pages.lru_next[page] !== cache.descriptor) {
      problems.push(`${name}: page ${page} does not know its cache`)
    }
  }
  return problems
}

function zoneProblems(kernel: Kernel, zone: Zone): string[] {
  const { pages } = kernel.machine
  const problems: string[] = []
  const must = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(`zone ${zone.name}: ${problem}`)
  }
  let free = 0
  for (let order = 0; order < MAX_ORDER; order++) {
    const blocks = pages.list(zone.free_list + order)
    free += blocks.length << order
    must(blocks.length === zone.nr_free[order], `nr_free of order ${order} is wrong`)
    for (const page of blocks) {
      must(pages.private[page] === order, `page ${page} has another order than its list`)
      must((pages.flags[page]! & PG_private) !== 0, `page ${page} is not marked as free`)
      must((page - zone.zone_start_pfn) % (1 << order) === 0, `block ${page} is not aligned`)
    }
  }
  must(free === zone.free_pages, `free_pages is ${zone.free_pages}, not ${free}`)
  for (const pcp of zone.pcp) {
    const parked = pages.list(pcp.head)
    must(parked.length === pcp.count, 'count of a per-CPU list is wrong')
    must(
      parked.every((page) => (pages.flags[page]! & (PG_slab | PG_reserved)) === 0),
      'a page of a per-CPU list is in use',
    )
  }
  return problems
}

/** Pages that nobody uses: those in the buddy lists and those parked in per-CPU lists. */
export function freePages(kernel: Kernel): number {
  return kernel.machine.zones.reduce(
    (sum, zone) => sum + zone.free_pages + zone.pcp[0].count + zone.pcp[1].count,
    0,
  )
}
