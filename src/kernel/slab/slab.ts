/**
 * Creating a cache: its descriptor, its geometry (from slab_geometry.ts), its array, its place in the list of all
 * caches. Linux: mm/slab.c kmem_cache_create().
 */
import { hex } from '#lib/hex.ts'
import { forbidInterrupt } from '../context/preempt_count.ts'
import { mightSleepInDown } from '../context/sleep.ts'
import { GFP_DMA, GFP_KERNEL } from '../gfp.ts'
import * as layout from '../layout.ts'
import {
  BYTES_PER_WORD,
  NO_OBJECT,
  HZ,
  PAGE_SIZE,
  POINTER_BASE,
  type PhysicalAddress,
} from '../layout.ts'
import { INIT_LIST_HEAD, list_add } from '../list.ts'
import { CACHE_CACHE, CACHE_CHAIN, INITARRAY_GENERIC, type Machine } from '../machine.ts'
import { BUG, BUG_ON, KernelPanic } from '../panic.ts'
import { kmem_cache, type ObjectHook } from './cache.ts'
import { enable_cpucache } from './cpucache.ts'
import { calledFrom } from './debug_callers.ts'
import { forcedFlags } from './debug_create.ts'
import { writeDebugFields } from './debug_layout.ts'
import { kmem_find_general_cachep, __kmalloc } from './kmalloc.ts'
import { cacheAlloc } from './slab_alloc.ts'
import {
  CFLGS_OFF_SLAB,
  CREATE_MASK,
  DEBUG_FLAGS,
  SLAB_CACHE_DMA,
  SLAB_DESTROY_BY_RCU,
  SLAB_PANIC,
} from './slab_flags.ts'
import { cacheFree } from './slab_free.ts'
import {
  cache_estimate,
  colours,
  geometryOf,
  MAX_GFP_ORDER,
  placeNotes,
  type Geometry,
} from './slab_geometry.ts'

/** Ticks between two looks at the slab lists of a cache. */
const REAPTIMEOUT_LIST3 = 4 * HZ
/** Objects in an array while the allocator starts. */
const BOOT_CPUCACHE_ENTRIES = 1

/**
 * Creates a cache of objects of `size` bytes. Returns null when no object fits into the largest slab or there is
 * no memory for the descriptor (a panic instead with SLAB_PANIC). Wrong arguments stop the kernel: no name, a size
 * below 4 or above 131072, a destructor without constructor, an unknown flag, a name that exists already, an
 * interrupt handler as caller.
 * Linux: mm/slab.c kmem_cache_create().
 */
export function kmem_cache_create(
  machine: Machine,
  name: string | null,
  size: number,
  align: number,
  flags: number,
  ctor: ObjectHook | null,
  dtor: ObjectHook | null,
): kmem_cache | null {
  if (!name) return BUG('kmem_cache_create: Early error in slab: no name')
  const { trace } = machine
  if (trace === null) return create(machine, name, size, align, flags, ctor, dtor)
  return trace.call('kmem_cache_create', 0, [size, align, flags >>> 0], () =>
    create(machine, name, size, align, flags, ctor, dtor),
  )
}

function create(
  machine: Machine,
  name: string,
  size: number,
  align: number,
  asked: number,
  ctor: ObjectHook | null,
  dtor: ObjectHook | null,
): kmem_cache | null {
  const { trace } = machine
  checkArguments(name, size, ctor, dtor)
  forbidInterrupt(machine, 'kmem_cache_create', name)
  const { slabDebug } = machine.configuration
  const flags = slabDebug ? forcedFlags(machine, name, size, asked, ctor !== null) : asked
  checkFlags(name, flags, dtor, slabDebug)
  const descriptor = cacheAlloc(machine, CACHE_CACHE, GFP_KERNEL)
  if (descriptor === NO_OBJECT) return refuse(name, flags)
  machine.memory.bytes.fill(0, descriptor, descriptor + machine.kmemCacheBytes)

  const geometry = geometryOf(size, align, flags, {
    cpuLine: machine.configuration.cpuLine,
    slab_break_gfp_order: machine.slab_break_gfp_order,
    offslab_limit: machine.offslab_limit,
    cache_estimate: machine.overrides.cache_estimate ?? cache_estimate,
    placeNotes: machine.overrides.placeNotes ?? placeNotes,
    colours: machine.overrides.colours ?? colours,
    trace,
  })
  if (geometry.num === 0) {
    trace?.event('nothing-fits', geometry.objsize, PAGE_SIZE << MAX_GFP_ORDER)
    cacheFree(machine, CACHE_CACHE, descriptor)
    return refuse(name, flags)
  }
  const cache = register(machine, descriptor, name, ctor, dtor)
  writeDescriptor(machine, cache, geometry)
  trace?.concerns(descriptor)
  setupArray(machine, cache)
  machine.words[(descriptor >> 2) + layout.CACHE_NEXT_REAP] =
    machine.jiffies + REAPTIMEOUT_LIST3 + (cache.address % REAPTIMEOUT_LIST3)
  linkIntoChain(machine, cache)
  trace?.event('cache-created', cache.objsize, cache.num, cache.gfporder, cache.colour)
  return cache
}

/** What kmem_cache_create() does not forgive. Linux: the BUG()s at its start. */
function checkArguments(
  name: string,
  size: number,
  ctor: ObjectHook | null,
  dtor: ObjectHook | null,
): void {
  const early = `kmem_cache_create: Early error in slab ${name}`
  if (size < BYTES_PER_WORD) BUG(`${early}: ${size} bytes are fewer than a word`)
  if (size > PAGE_SIZE << MAX_GFP_ORDER) {
    BUG(`${early}: ${size} bytes are more than the largest slab`)
  }
  BUG_ON(dtor !== null && ctor === null, `${early}: destructor without constructor`)
}

/** Flags are looked at in any kernel: somebody may count on debugging that is not there. */
function checkFlags(
  name: string,
  flags: number,
  dtor: ObjectHook | null,
  slabDebug: boolean,
): void {
  BUG_ON(
    dtor !== null && (flags & SLAB_DESTROY_BY_RCU) !== 0,
    `kmem_cache_create: ${name}: destructor with DESTROY_BY_RCU`,
  )
  const unknown = (flags & ~(slabDebug ? CREATE_MASK | DEBUG_FLAGS : CREATE_MASK)) >>> 0
  if ((unknown & DEBUG_FLAGS) !== 0) {
    BUG(`kmem_cache_create: ${name}: flags ${hex(unknown, 1)} are for kernels with slab debugging`)
  }
  BUG_ON(unknown !== 0, `kmem_cache_create: ${name}: unknown flags ${hex(unknown, 1)}`)
}

function refuse(name: string, flags: number): null {
  if ((flags & SLAB_PANIC) === 0) return null
  throw new KernelPanic(`kmem_cache_create(): failed to create slab \`${name}'`)
}

/** Notes a cache under the address of its descriptor and writes its name into memory. */
export function register(
  machine: Machine,
  descriptor: PhysicalAddress,
  name: string,
  ctor: ObjectHook | null,
  dtor: ObjectHook | null,
): kmem_cache {
  const { words, caches } = machine
  const cache = new kmem_cache(machine, descriptor, machine.cachesEver++, name, ctor, dtor)
  caches.set(descriptor, cache)
  words[(descriptor >> 2) + layout.CACHE_NAME] = machine.placeName(name) - POINTER_BASE
  return cache
}

/** Fills the constant fields of a new descriptor. */
function writeDescriptor(machine: Machine, cache: kmem_cache, geometry: Geometry): void {
  const { words } = machine
  const fields = cache.descriptor >> 2
  words[fields + layout.CACHE_OBJSIZE] = geometry.objsize
  words[fields + layout.CACHE_NUM] = geometry.num
  words[fields + layout.CACHE_GFPORDER] = geometry.gfporder
  words[fields + layout.CACHE_SLAB_SIZE] = geometry.slab_size
  words[fields + layout.CACHE_COLOUR] = geometry.colour
  words[fields + layout.CACHE_COLOUR_OFF] = geometry.colour_off
  words[fields + layout.CACHE_FLAGS] = geometry.flags
  if ((geometry.flags & SLAB_CACHE_DMA) !== 0) words[fields + layout.CACHE_GFPFLAGS] = GFP_DMA
  if ((geometry.flags & CFLGS_OFF_SLAB) !== 0) {
    const slabp_cache = kmem_find_general_cachep(machine, geometry.slab_size, 0)
    words[fields + layout.CACHE_SLABP_CACHE] = slabp_cache - POINTER_BASE
  }
  if (machine.configuration.slabDebug) writeDebugFields(machine, cache.descriptor, geometry)
  // Code has no place in simulated memory: a function's pointer is only there or not there.
  if (cache.ctor !== null) words[fields + layout.CACHE_CTOR] = machine.placeCode() - POINTER_BASE
  if (cache.dtor !== null) words[fields + layout.CACHE_DTOR] = machine.placeCode() - POINTER_BASE
  initLists(words, cache.descriptor)
}

/** Three empty lists of slabs. */
export function initLists(words: Int32Array, descriptor: PhysicalAddress): void {
  INIT_LIST_HEAD(words, descriptor + layout.CACHE_PARTIAL_BYTE)
  INIT_LIST_HEAD(words, descriptor + layout.CACHE_FULL_BYTE)
  INIT_LIST_HEAD(words, descriptor + layout.CACHE_FREE_BYTE)
}

/**
 * Gives a new cache its array. While the allocator starts it is one with a single entry: the very first one is
 * static, because there is no cache yet that it could come from.
 */
function setupArray(machine: Machine, cache: kmem_cache): void {
  if (machine.g_cpucache_up === 'FULL') {
    enable_cpucache(machine, cache.descriptor)
    return
  }
  let array = INITARRAY_GENERIC
  if (machine.g_cpucache_up === 'NONE') machine.g_cpucache_up = 'PARTIAL'
  else {
    const taken = calledFrom(machine, 'kmem_cache_create', () =>
      __kmalloc(machine, layout.SIZEOF_ARRAYCACHE_INIT, GFP_KERNEL),
    )
    array = layout.toPhysical(taken)
  }
  useBootArray(machine.words, cache.descriptor, array)
  machine.words[(cache.descriptor >> 2) + layout.CACHE_FREE_LIMIT] =
    2 * BOOT_CPUCACHE_ENTRIES + cache.num
}

/** Makes the one-entry array at `array` the array of a cache. */
export function useBootArray(
  words: Int32Array,
  descriptor: PhysicalAddress,
  array: PhysicalAddress,
): void {
  words[(array >> 2) + layout.AC_AVAIL] = 0
  words[(array >> 2) + layout.AC_LIMIT] = BOOT_CPUCACHE_ENTRIES
  words[(array >> 2) + layout.AC_BATCHCOUNT] = 1
  words[(array >> 2) + layout.AC_TOUCHED] = 0
  const fields = descriptor >> 2
  words[fields + layout.CACHE_ARRAY] = array - POINTER_BASE
  words[fields + layout.CACHE_BATCHCOUNT] = 1
  words[fields + layout.CACHE_LIMIT] = BOOT_CPUCACHE_ENTRIES
}

/** The newest cache comes first. Only here is the name compared with all others. */
function linkIntoChain(machine: Machine, cache: kmem_cache): void {
  mightSleepInDown(machine)
  for (const other of machine.caches.values()) {
    if (other !== cache && other.name === cache.name) {
      BUG(`kmem_cache_create: duplicate cache ${cache.name}`)
    }
  }
  list_add(machine.words, cache.descriptor + layout.CACHE_NEXT_BYTE, CACHE_CHAIN)
}
