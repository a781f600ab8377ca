/**
 * How the slab allocator starts: the cache of cache descriptors is static, and so is the first array; with them the
 * general caches are made one after the other, and when all exist, every cache gets its real arrays.
 * Linux: mm/slab.c kmem_cache_init().
 */
import { ALIGN, divide } from '#lib/bits.ts'
import { GFP_KERNEL } from '../gfp.ts'
import * as layout from '../layout.ts'
import { NULL, POINTER_BASE, toPhysical, type PhysicalAddress } from '../layout.ts'
import { INIT_LIST_HEAD, list_add, listEntries } from '../list.ts'
import {
  CACHE_CACHE,
  CACHE_CHAIN,
  INITARRAY_CACHE,
  KERNEL_DATA,
  type Build,
  type Machine,
} from '../machine.ts'
import { BUG, BUG_ON } from '../panic.ts'
import type { kmem_cache } from './cache.ts'
import { enable_cpucache } from './cpucache.ts'
import { calledFrom } from './debug_callers.ts'
import { writeDebugFields } from './debug_layout.ts'
import { __kmalloc, setSizeClass } from './kmalloc.ts'
import { checkedNames, checkedSizes } from './own_sizes.ts'
import { initLists, kmem_cache_create, register, useBootArray } from './slab.ts'
import { SLAB_CACHE_DMA, SLAB_HWCACHE_ALIGN, SLAB_NO_REAP, SLAB_PANIC } from './slab_flags.ts'
import { cache_estimate } from './slab_geometry.ts'

/** Machines with more memory than this (32 MB) may use slabs of two pages without need. */
const SMALL_MACHINE_PAGES = (32 << 20) >> layout.PAGE_SHIFT

/** Sizes of the general caches, by the cache line that the kernel was built for. Linux: linux/kmalloc_sizes.h. */
function kmallocSizes({ kernelLine }: Build): number[] {
  const sizes = [32, 64]
  if (kernelLine < 64) sizes.push(96)
  sizes.push(128)
  if (kernelLine < 128) sizes.push(192)
  for (let size = 256; size <= 131072; size *= 2) sizes.push(size)
  return sizes
}

/** Linux: mm/slab.c cache_names[]. */
function cacheNames(sizes: readonly number[]): { name: string; name_dma: string }[] {
  return sizes.map((size) => ({ name: `size-${size}`, name_dma: `size-${size}(DMA)` }))
}

/** The sizes of this machine. A learner's table must be one that a machine can be made with. */
function sizesOf({ configuration: { kernelLine }, overrides }: Machine): readonly number[] {
  const build: Build = { kernelLine, pageSize: layout.PAGE_SIZE, mmu: true, largeAllocs: false }
  if (overrides.kmallocSizes === undefined) return kmallocSizes(build)
  return checkedSizes(overrides.kmallocSizes(build))
}

/** Linux: mm/slab.c kmem_cache_init(). Afterwards every cache can be used. */
export function kmem_cache_init(machine: Machine): void {
  machine.memory.touch(KERNEL_DATA >>> layout.PAGE_SHIFT, 1)
  machine.slab_break_gfp_order = machine.num_physpages > SMALL_MACHINE_PAGES ? 1 : 0
  INIT_LIST_HEAD(machine.words, CACHE_CHAIN)
  setupCacheCache(machine)
  machine.sizes = sizesOf(machine)
  const { cacheNames: own } = machine.overrides
  const names = own ? checkedNames(own(machine.sizes), machine.sizes) : cacheNames(machine.sizes)
  for (const [i, size] of machine.sizes.entries()) {
    const { name, name_dma } = names[i] ?? BUG(`kmem_cache_init: no name for size ${size}`)
    createPair(machine, size, name, name_dma)
  }
  replaceStaticArray(machine, CACHE_CACHE)
  replaceStaticArray(machine, machine.malloc_sizes[0]!.cs_cachep.descriptor)
  for (const next of listEntries(machine.words, CACHE_CHAIN)) {
    enable_cpucache(machine, next - layout.CACHE_NEXT_BYTE)
  }
  machine.g_cpucache_up = 'FULL'
}

/** Fills the static descriptor of the cache that all other descriptors come from. */
function setupCacheCache(machine: Machine): void {
  const { words } = machine
  const { cpuLine } = machine.configuration
  const fields = CACHE_CACHE >> 2
  const objsize = ALIGN(machine.kmemCacheBytes, cpuLine)
  const estimate = machine.overrides.cache_estimate ?? cache_estimate
  const { num, left_over } = estimate(0, objsize, cpuLine, 0)
  BUG_ON(num === 0, 'kmem_cache_init: no descriptor fits')
  words[fields + layout.CACHE_OBJSIZE] = objsize
  words[fields + layout.CACHE_NUM] = num
  words[fields + layout.CACHE_FLAGS] = SLAB_NO_REAP
  words[fields + layout.CACHE_COLOUR_OFF] = cpuLine
  words[fields + layout.CACHE_COLOUR] = divide(left_over, cpuLine)
  const management = layout.SIZEOF_SLAB + num * layout.SIZEOF_BUFCTL
  words[fields + layout.CACHE_SLAB_SIZE] = ALIGN(management, cpuLine)
  if (machine.configuration.slabDebug) {
    writeDebugFields(machine, CACHE_CACHE, { dbghead: 0, reallen: machine.kmemCacheBytes })
  }
  initLists(words, CACHE_CACHE)
  useBootArray(words, CACHE_CACHE, INITARRAY_CACHE)
  register(machine, CACHE_CACHE, 'kmem_cache', null, null)
  list_add(words, CACHE_CACHE + layout.CACHE_NEXT_BYTE, CACHE_CHAIN)
}

/**
 * The plain and the DMA cache of one size. As long as descriptors stay on the slab, each size raises the number of
 * objects that an off-slab descriptor may link.
 */
function createPair(machine: Machine, size: number, name: string, name_dma: string): void {
  const cs_cachep = createGeneral(machine, name, size, 0)
  setSizeClass(machine, size, cs_cachep.descriptor, 0)
  if (cs_cachep.slabp_cache === null) {
    machine.offslab_limit = divide(size - layout.SIZEOF_SLAB, layout.SIZEOF_BUFCTL)
  }
  const cs_dmacachep = createGeneral(machine, name_dma, size, SLAB_CACHE_DMA)
  setSizeClass(machine, size, cs_cachep.descriptor, cs_dmacachep.descriptor)
  machine.malloc_sizes.push({ cs_size: size, cs_cachep, cs_dmacachep })
}

function createGeneral(machine: Machine, name: string, size: number, flag: number): kmem_cache {
  const flags = SLAB_HWCACHE_ALIGN | SLAB_PANIC | flag
  const cache = kmem_cache_create(machine, name, size, 0, flags, null, null)
  return cache ?? BUG(`kmem_cache_init: no cache ${name}`)
}

/** Copies a static one-entry array into an object of its own. */
function replaceStaticArray(machine: Machine, cache: PhysicalAddress): void {
  const { words } = machine
  const copy = calledFrom(machine, 'kmem_cache_init', () =>
    __kmalloc(machine, layout.SIZEOF_ARRAYCACHE_INIT, GFP_KERNEL),
  )
  BUG_ON(copy === NULL, 'kmem_cache_init: kmalloc gave nothing for the array of a cache')
  const from = (words[(cache >> 2) + layout.CACHE_ARRAY]! + POINTER_BASE) >> 2
  const length = layout.SIZEOF_ARRAYCACHE_INIT >> 2
  words.copyWithin(toPhysical(copy) >> 2, from, from + length)
  words[(cache >> 2) + layout.CACHE_ARRAY] = copy
}
