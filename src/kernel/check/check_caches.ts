/**
 * The sweep of the caches: their list, numbers that fit together, counters that are true, and descriptors and arrays
 * that are objects in use.
 */
import { hex } from '#lib/hex.ts'
import { GFP_DMA } from '../gfp.ts'
import * as layout from '../layout.ts'
import { NULL, PAGE_SIZE, toPhysical, type VirtualAddress } from '../layout.ts'
import { CACHE_CACHE, CACHE_CHAIN, type Machine } from '../machine.ts'
import type { kmem_cache } from '../slab/cache.ts'
import { CFLGS_OFF_SLAB, SLAB_CACHE_DMA } from '../slab/slab_flags.ts'
import { MAX_GFP_ORDER } from '../slab/slab_geometry.ts'
import { walkList, type FoundObject, type FoundSlab, type Report } from './check_slabs.ts'

/** Objects by the address they begin at. */
export interface Objects {
  readonly find: (address: VirtualAddress) => FoundObject | null
  /** The same for an object that somebody has, by the address that its user knows. */
  readonly inUse: (address: VirtualAddress) => FoundObject | null
}

/** The list of all caches has each of them once, and no name belongs to two. */
export function chainProblems(machine: Machine, report: Report): void {
  const { caches } = machine
  const linked = walkList(machine, CACHE_CHAIN, 'the list of caches', report)
  const chain = new Set(linked.map((next) => next - layout.CACHE_NEXT_BYTE))
  for (const descriptor of chain) {
    if (!caches.has(descriptor)) {
      report(`the list of caches: there is no cache at ${hex(layout.toVirtual(descriptor))}`)
    }
  }
  const names = new Set<string>()
  for (const { descriptor, name } of caches.values()) {
    if (!chain.has(descriptor)) report(`${name}: not in the list of caches`)
    if (names.has(name)) report(`${name}: there are two caches of this name`)
    names.add(name)
  }
}

/** Each size of kmalloc leads to two living caches whose objects are large enough. */
export function sizeProblems(machine: Machine, report: Report): void {
  const { caches, cachepBySize, dmacachepBySize } = machine
  for (const { cs_size, cs_cachep, cs_dmacachep } of machine.malloc_sizes) {
    const pairs = [
      [cs_cachep, cachepBySize],
      [cs_dmacachep, dmacachepBySize],
    ] as const
    for (const [cache, table] of pairs) {
      if (caches.get(cache.descriptor) !== cache)
        report(`kmalloc: ${cache.name} is no cache any more`)
      if (cache.reallen < cs_size)
        report(`kmalloc: objects of ${cache.name} have ${cache.reallen} bytes`)
      if (table[cs_size >> layout.SIZE_STEP_SHIFT] !== cache.descriptor) {
        report(`kmalloc: ${cs_size} bytes do not come from ${cache.name}`)
      }
    }
  }
}

/** Geometry, counters, and the places where descriptors are kept. */
export function cacheProblems(
  machine: Machine,
  cache: kmem_cache,
  slabs: readonly FoundSlab[],
  objects: Objects,
  report: Report,
): void {
  const tell = (problem: string): void => report(`${cache.name}: ${problem}`)
  geometryProblems(cache, tell)
  managementProblems(cache, slabs, objects, tell)
  const free = slabs.reduce((sum, slab) => sum + slab.free.size, 0)
  if (free !== cache.free_objects) tell(`free_objects is ${cache.free_objects}, not ${free}`)
  if (cache.colour_next >= Math.max(1, cache.colour)) tell('colour_next is no colour')
  const numbers = new Set(slabs.map(({ number }) => number))
  if (numbers.size !== slabs.length) tell('two slabs have the same number')
  if (slabs.some(({ number }) => number >= cache.slabsEver))
    tell('a slab has a number of the future')
  if (cache.descriptor !== CACHE_CACHE) {
    if (objects.inUse(cache.address)?.cache.descriptor !== CACHE_CACHE) {
      tell('its descriptor is not an object of kmem_cache in use')
    }
  }
  const wantsDma = (cache.flags & SLAB_CACHE_DMA) !== 0
  if (wantsDma !== ((cache.gfpflags & GFP_DMA) !== 0)) tell('flags and gfpflags disagree about DMA')
  if (wantsDma && slabs.some(({ frame }) => machine.pages.zone[frame] !== 0)) {
    tell('a slab is not in zone DMA')
  }
}

function geometryProblems(cache: kmem_cache, tell: Report): void {
  const { num, objsize, gfporder, slab_size, colour, colour_off, flags } = cache
  if (gfporder > MAX_GFP_ORDER) tell(`gfporder is ${gfporder}`)
  if (num < 1) tell('no object fits into a slab')
  const notes = layout.SIZEOF_SLAB + num * layout.SIZEOF_BUFCTL
  if (slab_size < notes) tell(`slab_size is ${slab_size}, but ${num} links need ${notes}`)
  const inSlab = (flags & CFLGS_OFF_SLAB) === 0 ? slab_size : 0
  const most = num * objsize + inSlab + Math.max(0, colour - 1) * colour_off
  if (most > PAGE_SIZE << gfporder) {
    tell(`objects, notes and colours need ${most} of ${PAGE_SIZE << gfporder} bytes`)
  }
}

/** A slab whose notes are kept outside has them in an object in use of the cache that is there for it. */
function managementProblems(
  cache: kmem_cache,
  slabs: readonly FoundSlab[],
  objects: Objects,
  tell: Report,
): void {
  const { slabp_cache, slab_size } = cache
  const offSlab = (cache.flags & CFLGS_OFF_SLAB) !== 0
  if (offSlab !== (slabp_cache !== null)) tell('flags and slabp_cache disagree')
  if (!offSlab || slabp_cache === null) return
  if (slabp_cache.reallen < slab_size)
    tell(`objects of ${slabp_cache.name} are too small for its notes`)
  for (const { descriptor, number } of slabs) {
    if (objects.inUse(layout.toVirtual(descriptor))?.cache !== slabp_cache) {
      tell(`slab ${number}: its descriptor is not an object of ${slabp_cache.name} in use`)
    }
  }
}

/** The arrays: kept in objects in use, within their limits, and full of objects that no slab has, each once. */
export function arrayProblems(
  machine: Machine,
  cache: kmem_cache,
  objects: Objects,
  report: Report,
): void {
  const tell = (problem: string): void => report(`${cache.name}: ${problem}`)
  const { limit, batchcount, free_limit, num } = cache
  if (batchcount < 1 || batchcount > limit) tell(`batchcount is ${batchcount} of ${limit}`)
  const limits = machine.cpus.map(({ id }) => (2 + id) * batchcount + num)
  if (!limits.includes(free_limit)) {
    tell(`free_limit is ${free_limit}, not ${limits.join(' or ')}`)
  }
  const held = new Set<VirtualAddress>()
  for (const [cpu, address] of cache.arrays.entries()) {
    const what = machine.cpus.length === 1 ? 'the array' : `the array of CPU ${cpu}`
    const array = arrayAt(machine, address)
    if (array === null) return tell(`${what} is nowhere`)
    if (array.limit !== limit) tell(`limit is ${limit}, but that of ${what} ${array.limit}`)
    if (array.batchcount !== batchcount) {
      tell(`batchcount is ${batchcount}, but that of ${what} ${array.batchcount}`)
    }
    entryProblems(what, cache, array, objects, held, tell)
  }
  if (cache.shared === NULL) return
  const shared = arrayAt(machine, cache.shared)
  if (shared === null) return tell('its shared array is nowhere')
  entryProblems('the shared array', cache, shared, objects, held, tell)
}

/** What lies in the arrays of a cache. */
export function arrayEntries(machine: Machine, cache: kmem_cache): readonly VirtualAddress[] {
  const shared = cache.shared === NULL ? [] : [cache.shared]
  return [...cache.arrays, ...shared].flatMap((address) => arrayAt(machine, address)?.entries ?? [])
}

interface FoundArray {
  readonly address: VirtualAddress
  readonly avail: number
  readonly limit: number
  readonly batchcount: number
  readonly entries: readonly VirtualAddress[]
}

function arrayAt({ words }: Machine, address: VirtualAddress): FoundArray | null {
  const fields = toPhysical(address) >>> 2
  const avail = words[fields + layout.AC_AVAIL]
  const limit = words[fields + layout.AC_LIMIT]
  if (avail === undefined || limit === undefined) return null
  const first = fields + layout.AC_ENTRY
  const entries = Array.from(
    words.subarray(first, first + Math.min(avail, limit)),
    (word) => word >>> 0,
  )
  return { address, avail, limit, batchcount: words[fields + layout.AC_BATCHCOUNT]!, entries }
}

function entryProblems(
  what: string,
  cache: kmem_cache,
  array: FoundArray,
  objects: Objects,
  held: Set<VirtualAddress>,
  tell: Report,
): void {
  const needed = layout.SIZEOF_ARRAY_CACHE + array.limit * layout.BYTES_PER_WORD
  const own = objects.inUse(array.address)
  if (own === null || own.cache.reallen < needed) {
    tell(`${what} is not in an object in use of ${needed} bytes`)
  }
  if (array.avail > array.limit)
    tell(`${what} holds ${array.avail}, more than its limit ${array.limit}`)
  for (const address of array.entries) {
    if (held.has(address)) tell(`${hex(address)} is in ${what}, and was in an array before`)
    held.add(address)
    const object = objects.find(address)
    if (object === null) tell(`${hex(address)} in ${what} is no object`)
    else if (object.cache !== cache)
      tell(`${hex(address)} in ${what} is an object of ${object.cache.name}`)
    else if (!object.isOut) tell(`${hex(address)} is in ${what} and in its slab`)
  }
}
