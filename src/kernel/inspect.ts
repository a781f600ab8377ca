/**
 * Looking into a machine without changing it: slabs and their objects, arrays, and what stands at an address.
 * Everything is read from simulated memory, as a debugger would read it.
 */
import type { Kernel } from './kernel.ts'
import * as layout from './layout.ts'
import { NULL, PAGE_SHIFT, toPhysical, toVirtual } from './layout.ts'
import type { PageFrame, PhysicalAddress, VirtualAddress } from './layout.ts'
import { listEntries } from './list.ts'
import { PG_slab } from './page/page_flags.ts'
import type { kmem_cache } from './slab/cache.ts'
import { CFLGS_OFF_SLAB } from './slab/slab_flags.ts'

/** An object, by the cache it is of, the slab's number in that cache, and its place in the slab. */
export interface ObjectPlace {
  readonly cache: kmem_cache
  readonly slab: number
  readonly object: number
}

export interface SlabView {
  /** Number of the slab in its cache, by creation, from 0. */
  readonly number: number
  /** Address of its struct slab. */
  readonly descriptor: VirtualAddress
  /** Address of its first object. */
  readonly s_mem: VirtualAddress
  /** Bytes from the start of its pages to the first object. */
  readonly colouroff: number
  /** Objects that are not in the slab: handed out, or lying in an array. */
  readonly inuse: number
  /** Free objects in the order in which they would be taken. */
  readonly free: number[]
  /** First frame of its pages. */
  readonly frame: PageFrame
  /** Where the descriptor lies when it is kept outside the slab. */
  readonly descriptorObject: ObjectPlace | null
}

export interface SlabLists {
  readonly partial: SlabView[]
  readonly full: SlabView[]
  readonly free: SlabView[]
}

export interface ArrayView {
  readonly address: VirtualAddress
  readonly avail: number
  readonly limit: number
  readonly batchcount: number
  readonly touched: number
  /** From bottom to top: the next allocation takes the last one. */
  readonly entries: VirtualAddress[]
}

export interface Location {
  readonly frame: PageFrame
  readonly zone: string
  readonly cache: kmem_cache
  readonly slab: number
  readonly object: number
  /** Bytes from the start of the object; below 0 in the red word before it. */
  readonly offset: number
  readonly state: 'in use' | 'in array' | 'in slab'
}

/** The three lists of slabs of a cache, each from head to tail. */
export function slabsOf(kernel: Kernel, cache: kmem_cache): SlabLists {
  const list = (head: number): SlabView[] =>
    listEntries(kernel.machine.words, cache.descriptor + head).map((slab) =>
      slabView(kernel, cache, slab),
    )
  return {
    partial: list(layout.CACHE_PARTIAL_BYTE),
    full: list(layout.CACHE_FULL_BYTE),
    free: list(layout.CACHE_FREE_BYTE),
  }
}

function slabView(kernel: Kernel, cache: kmem_cache, slab: PhysicalAddress): SlabView {
  const { words, pages } = kernel.machine
  const fields = slab >> 2
  const s_mem = words[fields + layout.SLAB_S_MEM]! >>> 0
  const colouroff = words[fields + layout.SLAB_COLOUROFF]!
  const frame = toPhysical(s_mem - colouroff) >>> PAGE_SHIFT
  const offSlab = (cache.flags & CFLGS_OFF_SLAB) !== 0
  return {
    number: pages.slabNumber[frame]!,
    descriptor: toVirtual(slab),
    s_mem,
    colouroff,
    inuse: words[fields + layout.SLAB_INUSE]!,
    free: freeChain(kernel, cache, slab),
    frame,
    descriptorObject: offSlab ? placeOf(kernel, toVirtual(slab)) : null,
  }
}

/** The free list of a slab. It ends early when somebody wrote over the links. */
function freeChain(kernel: Kernel, cache: kmem_cache, slab: PhysicalAddress): number[] {
  const { halves } = kernel.machine.memory
  const bufctl = (slab + layout.SIZEOF_SLAB) >> 1
  const chain: number[] = []
  let index = halves[(slab + layout.SLAB_FREE_BYTE) >> 1]!
  while (index < cache.num && chain.length < cache.num) {
    chain.push(index)
    index = halves[bufctl + index]!
  }
  return chain
}

/** The array of the processor that runs now: its counters, and its entries from bottom to top. */
export function arrayOf(kernel: Kernel, cache: kmem_cache): ArrayView {
  return arrayAt(kernel, cache.array)
}

/** The arrays of all processors, by their number. */
export function arraysOf(kernel: Kernel, cache: kmem_cache): ArrayView[] {
  return cache.arrays.map((array) => arrayAt(kernel, array))
}

/** The array that all processors share; without room on a kernel for one processor. null when there is none. */
export function sharedArrayOf(kernel: Kernel, cache: kmem_cache): ArrayView | null {
  return cache.shared === NULL ? null : arrayAt(kernel, cache.shared)
}

/** The objects that lie in the array of the processor that runs now, bottom to top. */
export function arrayEntries(kernel: Kernel, cache: kmem_cache): VirtualAddress[] {
  return arrayOf(kernel, cache).entries
}

function arrayAt(kernel: Kernel, address: VirtualAddress): ArrayView {
  const { words } = kernel.machine
  const fields = toPhysical(address) >> 2
  const avail = words[fields + layout.AC_AVAIL]!
  const first = fields + layout.AC_ENTRY
  return {
    address,
    avail,
    limit: words[fields + layout.AC_LIMIT]!,
    batchcount: words[fields + layout.AC_BATCHCOUNT]!,
    touched: words[fields + layout.AC_TOUCHED]!,
    entries: Array.from(words.subarray(first, first + avail), (word) => word >>> 0),
  }
}

/** The objects that lie in any array of a cache. */
function inArrays(kernel: Kernel, cache: kmem_cache): Set<VirtualAddress> {
  const own = arraysOf(kernel, cache).flatMap(({ entries }) => entries)
  return new Set([...own, ...(sharedArrayOf(kernel, cache)?.entries ?? [])])
}

/**
 * The objects of a cache that somebody has, lowest address first: neither in a slab's free list nor in an array. As
 * long as there is one, kmem_cache_destroy() refuses.
 */
export function objectsInUse(kernel: Kernel, cache: kmem_cache): VirtualAddress[] {
  const { partial, full } = slabsOf(kernel, cache)
  const held = inArrays(kernel, cache)
  return [...partial, ...full]
    .flatMap((slab) => {
      const free = new Set(slab.free)
      const all = Array.from({ length: cache.num }, (_, object) => object)
      return all
        .filter((object) => !free.has(object))
        .map((object) => slab.s_mem + object * cache.objsize)
    })
    .filter((object) => !held.has(object))
    .map((object) => object + cache.dbghead)
    .sort((a, b) => a - b)
}

/** The cache, slab and object at an address; null when no slab is there or the address is beside its objects. */
export function placeOf(kernel: Kernel, address: VirtualAddress): ObjectPlace | null {
  const found = slabAt(kernel, address)
  if (found === null) return null
  const { cache, slab } = found
  const offset = address - slab.s_mem
  const object = Math.floor(offset / cache.objsize)
  if (offset < 0 || object >= cache.num) return null
  return { cache, slab: slab.number, object }
}

/** The slab that an address lies in, with its cache; null when its page belongs to no slab, or to a destroyed one. */
export function slabAt(
  kernel: Kernel,
  address: VirtualAddress,
): { cache: kmem_cache; slab: SlabView } | null {
  const { pages } = kernel.machine
  const frame = toPhysical(address) >>> PAGE_SHIFT
  if (((pages.flags[frame] ?? 0) & PG_slab) === 0) return null
  const cache = kernel.machine.caches.get(pages.lru_next[frame]!)
  const slab = pages.lru_prev[frame]!
  if (cache === undefined || kernel.machine.rcu.heads.includes(slab)) return null
  return { cache, slab: slabView(kernel, cache, slab) }
}

/** What stands at an address; null when it is not in an object of a slab. */
export function locate(kernel: Kernel, address: VirtualAddress): Location | null {
  const found = slabAt(kernel, address)
  const place = placeOf(kernel, address)
  if (found === null || place === null) return null
  const { cache, slab } = found
  const start = slab.s_mem + place.object * cache.objsize
  const frame = toPhysical(address) >>> PAGE_SHIFT
  const inArray = inArrays(kernel, cache).has(start)
  const state = slab.free.includes(place.object) ? 'in slab' : inArray ? 'in array' : 'in use'
  return {
    frame,
    zone: kernel.machine.zones[kernel.machine.pages.zone[frame]!]!.name,
    ...place,
    offset: address - start - cache.dbghead,
    state,
  }
}
