/**
 * The state of one machine: memory, pages, zones, and what the slab allocator keeps in static variables.
 * Kernel functions take the machine first; nothing is global, so two machines can stand side by side.
 *
 * What lives where: objects, slab descriptors, free-list links, array caches and cache descriptors are in
 * `memory`, at their real offsets. Constructors and names are here, because JavaScript has no addresses for them.
 */
import { KERNEL_END, KERNEL_START } from './boot/bootmem.ts'
import { find_max_pfn, plainMemoryMap, type MemoryRange } from './boot/e820.ts'
import { ContextState } from './context/state.ts'
import { Cpu } from './cpu.ts'
import {
  arrayField,
  PAGE_SHIFT,
  PAGE_SIZE,
  SIZEOF_DEBUG_FIELDS,
  sizeofKmemCache,
} from './layout.ts'
import type { PageFrame, PhysicalAddress, VirtualAddress } from './layout.ts'
import { Memory } from './memory.ts'
import { Pages } from './page/page.ts'
import {
  build_zonelists,
  HEADS_PER_ZONE,
  MAX_NR_ZONES,
  Zone,
  ZONE_DMA,
  ZONE_NORMAL,
  zone_sizes_init,
} from './page/zone.ts'
import { RateLimit } from './printk.ts'
import { Disk } from './reclaim/disk.ts'
import type { Kswapd } from './reclaim/kswapd.ts'
import { ReclaimablePages } from './reclaim/reclaimable.ts'
import type { Shrinker } from './reclaim/shrinkers.ts'
import type { Pdflush } from './reclaim/writeback.ts'
import type { kmem_cache } from './slab/cache.ts'
import { Callers } from './slab/debug_callers.ts'
import type { PopArray, PushArray } from './slab/own_array.ts'
import type { FindObject, FlushArray, FreeBlock } from './slab/own_free.ts'
import type { Refill } from './slab/own_refill.ts'
import type { LayOutSlab } from './slab/own_slab.ts'
import type { Colours, PlaceNotes } from './slab/slab_geometry.ts'
import { Tasks } from './tasks/tasks.ts'
import { Rcu } from './time/rcu.ts'
import { Timers } from './time/timer.ts'
import type { Trace } from './trace/trace.ts'

/** How far the slab allocator has come up. Linux: mm/slab.c g_cpucache_up. */
export type BootStage = 'NONE' | 'PARTIAL' | 'FULL'

export interface Configuration {
  /** RAM in megabytes, rounded up. */
  readonly megabytes: number
  /** Where the RAM is. Without it, from address 0 to `megabytes`, but for 640 KB to 1 MB. */
  readonly memoryMap?: readonly MemoryRange[]
  /** L1_CACHE_BYTES: the cache line the kernel was built for. It decides which size classes exist. */
  readonly kernelLine: number
  /** cache_line_size(): the line of the processor it runs on. It decides alignment and colours. */
  readonly cpuLine: number
  /** A kernel that uses memory above 896 MB. */
  readonly highmem: boolean
  /** CONFIG_SMP: a kernel built for several processors. It differs also where only one is there. */
  readonly smp: boolean
  /** NR_CPUS: for how many processors the kernel was built. It decides how large a cache descriptor is. */
  readonly nrCpus: number
  /** Processors that are there, and online after boot. */
  readonly cpus: number
  /** CONFIG_PREEMPT: another task may run in the middle of kernel code, but not where it holds a lock. */
  readonly preemptible: boolean
  /** CONFIG_DEBUG_SPINLOCK_SLEEP: the kernel complains where code that must not sleep calls what may sleep. */
  readonly sleepChecks: boolean
  /** CONFIG_DEBUG_SLAB: poison, red words, last users and counters, and all the checks that go with them. */
  readonly slabDebug: boolean
}

/** How a kernel is built, as far as its table of sizes asks. */
export interface Build {
  /** L1_CACHE_BYTES, in bytes. */
  readonly kernelLine: number
  /** PAGE_SIZE, in bytes. */
  readonly pageSize: number
  /** CONFIG_MMU: a kernel for a CPU that translates addresses. */
  readonly mmu: boolean
  /** CONFIG_LARGE_ALLOCS, which asks for larger sizes where there is no MMU. */
  readonly largeAllocs: boolean
}

/** Functions of the machine that a learner's own may stand in for. */
export interface Overrides {
  /** What linux/kmalloc_sizes.h says for a build. */
  readonly kmallocSizes?: (build: Build) => readonly number[]
  /** The names of the general caches: of the plain one and of the one for DMA, for each size of the table. */
  readonly cacheNames?: (
    sizes: readonly number[],
  ) => readonly { readonly name: string; readonly name_dma: string }[]
  /** The place in the table of the class for `size` bytes; -1 when none is large enough. */
  readonly kmem_find_general_cachep?: (sizes: readonly number[], size: number) => number
  readonly cache_estimate?: (
    gfporder: number,
    size: number,
    align: number,
    flags: number,
  ) => { num: number; left_over: number }
  readonly virt_to_page?: (address: VirtualAddress) => PageFrame
  /** What kfree, ksize and free_block ask about an address: its cache, its slab, and the place of the object. */
  readonly findObject?: FindObject
  /** Which entries leave a full array, and where they go. */
  readonly cache_flusharray?: FlushArray
  /** Where slabs go when the objects of a batch come back. */
  readonly free_block?: FreeBlock
  /** Two steps of kmem_cache_create(), which in Linux are no functions of their own. */
  readonly placeNotes?: PlaceNotes
  readonly colours?: Colours
  /** The steps of an allocation that Linux writes in place: the array as a stack, what a refill takes, a new slab. */
  readonly popArray?: PopArray
  readonly pushArray?: PushArray
  readonly refill?: Refill
  readonly layOutSlab?: LayOutSlab
}

/** One size class of kmalloc. Linux: linux/slab.h struct cache_sizes. */
export interface cache_sizes {
  readonly cs_size: number
  readonly cs_cachep: kmem_cache
  readonly cs_dmacachep: kmem_cache
}

/** Static data, at addresses of our choice in the last megabyte of the kernel image. */
export const KERNEL_DATA: PhysicalAddress = KERNEL_END - 0x100000
export const CACHE_CACHE: PhysicalAddress = KERNEL_DATA
export const CACHE_CHAIN: PhysicalAddress = CACHE_CACHE + 0x800
export const INITARRAY_CACHE: PhysicalAddress = CACHE_CACHE + 0x840
export const INITARRAY_GENERIC: PhysicalAddress = CACHE_CACHE + 0x880
/** Names of caches, as text ending in a zero byte. */
const NAMES_START: PhysicalAddress = KERNEL_DATA + 0x1000
/** Addresses that stand for constructors and destructors. The code itself is not simulated. */
const CODE_START: PhysicalAddress = KERNEL_START + 0x100000

/** The clock when boot is over: a second has 1000 ticks. Boot itself takes no time. */
const BOOT_JIFFIES = 1_000_000

/** Steps of 32 bytes from 0 to 131072. */
const SIZE_STEPS = 131072 / 32 + 1

export class Machine {
  readonly configuration: Configuration
  readonly overrides: Overrides
  readonly memoryMap: readonly MemoryRange[]
  readonly memory: Memory
  // `declare` keeps these fields from being undefined first: V8 need not ask then what they hold.
  /** The same memory as `memory.words`, one step closer for the hot paths. */
  declare readonly words: Int32Array
  readonly pages: Pages
  /** Three arrays of `pages`, for the same reason. */
  declare readonly pageCaches: Int32Array
  readonly pageFlags: Uint16Array
  readonly pageLruNext: Int32Array
  /** The learner's virt_to_page(), or null. */
  readonly own_virt_to_page: ((address: VirtualAddress) => PageFrame) | null
  zones: readonly Zone[] = []
  /** Zones in the order they are tried, by the zone bits of a mask; empty zones are left out. */
  node_zonelists: readonly (readonly Zone[])[] = []
  /** Low memory in pages: what the direct map covers. */
  lowPages = 0
  /** Who looks on; null when nobody does. Set by watch(). */
  trace: Trace | null = null
  /** What `plain` asks: 0 when it is, a number because V8 compares that with one instruction, and not a truth value. */
  #obstacles = 0
  jiffies = BOOT_JIFFIES
  /** What is to be done at a certain tick. */
  timers = new Timers()
  /** What is to be done when nobody looks any more. */
  rcu = new Rcu()
  /** The processors that are online, by their number. */
  cpus: readonly Cpu[] = []
  /** The one that runs now: see switchCpu(). */
  cpu = new Cpu(0)
  /** Where the array of this processor stands in a cache descriptor, in words. */
  arrayField = 0
  /** sizeof(kmem_cache_t) of this kernel. */
  readonly kmemCacheBytes: number
  /** Where in it stands what slab debugging adds, in words. */
  readonly debugFields: number
  /** Whose calls these are, for slab debugging. */
  callers = new Callers()
  /** Softirqs, and what is noted about sleeping. */
  contexts = new ContextState()
  /** Page allocations up to the one that is to fail; 0 when none is: see fail.ts. */
  pageAllocationsUntilFailure = 0
  /** Lines of the kernel's log, oldest first. */
  log: string[] = []
  rateLimit = new RateLimit(BOOT_JIFFIES)
  /** Pages of RAM that the kernel uses, high memory included. */
  readonly num_physpages: number
  totalram_pages = 0
  /** Those of them in high memory. */
  totalhigh_pages = 0
  /** Processes, and threads of the kernel. */
  tasks = new Tasks()
  /** Pages that can be reclaimed. */
  reclaimable: ReclaimablePages
  disk = new Disk()
  /** Functions of caches that can give objects back, the newest first. */
  shrinkers: Shrinker[] = []
  /** What the threads that reclaim and write pages have to do. */
  kswapd: Kswapd = { thread: null, kswapd_max_order: 0 }
  pdflush: Pdflush = { thread: null, nr_pages: 0 }
  /** Pages that belong to slabs. Linux: linux/page-flags.h struct page_state. */
  nr_slab = 0
  min_free_kbytes = 0

  // Static variables of mm/slab.c.
  g_cpucache_up: BootStage = 'NONE'
  slab_break_gfp_order = 0
  offslab_limit = 0
  malloc_sizes: cache_sizes[] = []
  /** Their sizes, in bytes: there from the start, while the caches are made one after the other. */
  sizes: readonly number[] = []
  /** The descriptor for each size in steps of 32 bytes: of the plain caches, and of the DMA caches. */
  readonly cachepBySize: Int32Array = new Int32Array(SIZE_STEPS)
  readonly dmacachepBySize: Int32Array = new Int32Array(SIZE_STEPS)
  /** The caches by the address of their descriptor. */
  readonly caches: Map<PhysicalAddress, kmem_cache> = new Map()
  /** Those whose locks are held just now, as far as somebody could notice: see slab/own_lock.ts. */
  lockedCaches: PhysicalAddress[] = []
  /** Caches created so far. */
  cachesEver = 0
  #nextName: PhysicalAddress = NAMES_START
  #nextCode: PhysicalAddress = CODE_START

  constructor(configuration: Configuration, overrides: Overrides) {
    this.configuration = configuration
    this.overrides = overrides
    this.memoryMap = configuration.memoryMap ?? plainMemoryMap(configuration.megabytes)
    const sizes = this.#zoneSizes()
    this.num_physpages = sizes[0] + sizes[1] + sizes[2]
    this.memory = new Memory(this.num_physpages * PAGE_SIZE, (sizes[0] + sizes[1]) * PAGE_SIZE)
    this.words = this.memory.words
    this.pages = new Pages(this.num_physpages, MAX_NR_ZONES * HEADS_PER_ZONE)
    this.pageCaches = this.pages.cache
    this.reclaimable = new ReclaimablePages(this.num_physpages)
    this.pageFlags = this.pages.flags
    this.pageLruNext = this.pages.lru_next
    this.own_virt_to_page = overrides.virt_to_page ?? null
    this.kmemCacheBytes = sizeofKmemCache(configuration)
    this.debugFields = (this.kmemCacheBytes - SIZEOF_DEBUG_FIELDS) >> 2
    this.#bringUpBootCpu()
  }

  /** One processor is online when the kernel starts. */
  #bringUpBootCpu(): void {
    this.cpu = new Cpu(0)
    this.cpus = [this.cpu]
    this.arrayField = arrayField(0)
    this.choosePath()
  }

  /** One more processor is online. */
  addCpu(): Cpu {
    const cpu = new Cpu(this.cpus.length)
    this.cpus = [...this.cpus, cpu]
    return cpu
  }

  /** From now on all code runs on another processor: with its arrays, its lists of pages and its counts. */
  switchCpu(id: number): void {
    const cpu = this.cpus[id]
    if (cpu === undefined) throw new RangeError(`switchCpu: there is no CPU ${id}.`)
    this.cpu = cpu
    this.arrayField = arrayField(id)
    for (const zone of this.zones) zone.pcp = zone.pageset[id]!
    this.choosePath()
    if (this.cpus.length > 1) this.trace?.runsOn(id)
  }

  /** Carries out a function on a processor; afterwards the one before goes on, also when the function throws. */
  onCpu<T>(id: number, run: () => T): T {
    const before = this.cpu.id
    this.switchCpu(id)
    try {
      return run()
    } finally {
      this.switchCpu(before)
    }
  }

  /** Empty zones in the sizes of this machine. */
  makeZones(): void {
    let start = 0
    this.zones = this.#zoneSizes().map((size, index) => {
      const firstHead = this.pages.count + index * HEADS_PER_ZONE
      const zone = new Zone(index, start, size, firstHead, this.configuration.cpus)
      this.pages.zone.fill(index, start, start + size)
      start += size
      return zone
    })
    this.lowPages = this.zones[ZONE_DMA]!.present_pages + this.zones[ZONE_NORMAL]!.present_pages
    this.node_zonelists = build_zonelists(this.zones)
  }

  #zoneSizes(): [number, number, number] {
    return zone_sizes_init(find_max_pfn(this.memoryMap), this.configuration.highmem)
  }

  /** Writes a name into the kernel's data and returns where; 0 when there is no room left for names. */
  placeName(name: string): PhysicalAddress {
    const address = this.#nextName
    const end = address + name.length + 1
    if (end > KERNEL_END) return 0
    for (let i = 0; i < name.length; i++) this.memory.bytes[address + i] = name.charCodeAt(i)
    this.memory.touch(
      address >>> PAGE_SHIFT,
      ((end - 1) >>> PAGE_SHIFT) - (address >>> PAGE_SHIFT) + 1,
    )
    this.#nextName = end
    return address
  }

  /** Forgets everything but the memory, of which it clears what was touched. The machine can boot again. */
  reset(): void {
    this.memory.reset()
    this.pages.reset()
    this.watch(null)
    this.jiffies = BOOT_JIFFIES
    this.timers = new Timers()
    this.rcu = new Rcu()
    this.#bringUpBootCpu()
    this.contexts = new ContextState()
    this.pageAllocationsUntilFailure = 0
    this.log = []
    this.rateLimit = new RateLimit(BOOT_JIFFIES)
    this.callers = new Callers()
    this.g_cpucache_up = 'NONE'
    this.nr_slab = 0
    this.tasks = new Tasks()
    this.reclaimable = new ReclaimablePages(this.num_physpages)
    this.disk = new Disk()
    this.shrinkers = []
    this.kswapd = { thread: null, kswapd_max_order: 0 }
    this.pdflush = { thread: null, nr_pages: 0 }
    this.offslab_limit = 0
    this.malloc_sizes = []
    this.sizes = []
    this.cachepBySize.fill(0)
    this.dmacachepBySize.fill(0)
    this.caches.clear()
    this.lockedCaches = []
    this.cachesEver = 0
    this.#nextName = NAMES_START
    this.#nextCode = CODE_START
  }

  /** Who looks on from now on, or null. */
  watch(trace: Trace | null): void {
    this.trace = trace
    if (this.cpus.length > 1) trace?.runsOn(this.cpu.id)
    this.choosePath()
  }

  /**
   * True when an allocation may take the shortest way: nobody looks on, and nothing is to be asked or noted that an
   * ordinary kernel on its first processor does not. It is the one thing that the shortest way asks: whatever else a
   * machine can be told to do is a condition in choosePath(), and is seen to on the general way.
   */
  get plain(): boolean {
    return this.#obstacles === 0
  }

  /** Decides `plain` anew: to be called after a change of anything it depends on. */
  choosePath(): void {
    const { slabDebug, sleepChecks } = this.configuration
    const { virt_to_page, kmem_find_general_cachep, findObject } = this.overrides
    const { kmallocSizes, cache_flusharray, free_block, popArray, pushArray } = this.overrides
    const watched = this.trace !== null
    const allocation = virt_to_page ?? kmallocSizes ?? kmem_find_general_cachep
    const array = popArray ?? pushArray ?? cache_flusharray
    const own = allocation ?? findObject ?? array ?? free_block
    this.#obstacles = watched || this.cpu.id !== 0 || slabDebug || sleepChecks || own ? 1 : 0
  }

  /** An address for the next function that the kernel calls. */
  placeCode(): PhysicalAddress {
    this.#nextCode += 16
    return this.#nextCode - 16
  }
}
