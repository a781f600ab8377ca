/**
 * A booted machine, and the kernel functions that can be called on it: those of the allocators are here. The others
 * stand in calls/ in groups, each of which extends the one before: processors and time (cpu_calls.ts), contexts, locks,
 * tasks, reclaim, memory pools, and at last class Kernel.
 */
import { setUpMemory, type BootMap } from './boot/mm_init.ts'
import { smp_init } from './boot/smp_init.ts'
import { checkAddress, checkFlags, checkSize, existing, unusable } from './calls/arguments.ts'
import { MempoolCalls } from './calls/mempool_calls.ts'
import { findProblems } from './check/check.ts'
import { failPageAllocation } from './fail.ts'
import { NO_PAGE, NULL } from './layout.ts'
import type { GfpFlags, PageFrame, VirtualAddress } from './layout.ts'
import { Machine, type cache_sizes, type Configuration, type Overrides } from './machine.ts'
import * as addresses from './page/page_address.ts'
import { alloc_pages } from './page/page_alloc.ts'
import { __free_pages } from './page/page_free.ts'
import { init_per_zone_pages_min } from './page/zone.ts'
import { buddyinfo } from './proc/buddyinfo.ts'
import { meminfo } from './proc/meminfo.ts'
import { cacheChain, slabinfo } from './proc/slabinfo.ts'
import { configurationOf, type ProfileOptions } from './profile.ts'
import { startKswapd } from './reclaim/kswapd.ts'
import { startPdflush } from './reclaim/writeback.ts'
import type { kmem_cache, ObjectHook } from './slab/cache.ts'
import { calledFrom } from './slab/debug_callers.ts'
import * as kmalloc from './slab/kmalloc.ts'
import { kmem_cache_create } from './slab/slab.ts'
import { kmem_cache_alloc } from './slab/slab_alloc.ts'
import { kmem_cache_destroy, kmem_cache_shrink } from './slab/slab_destroy.ts'
import { kmem_cache_free } from './slab/slab_free.ts'
import { kmem_cache_init } from './slab/slab_init.ts'
import { cache_reap, cpucache_init } from './slab/slab_reap.ts'
import { slabinfo_write } from './slab/slabinfo_write.ts'

export interface BootOptions extends ProfileOptions {
  /** Own functions that take the place of the machine's. */
  readonly overrides?: Overrides
}

/** Boots a machine: every setting that is given replaces the one of the profile (`article` if none is named). */
export function boot(options: BootOptions = {}): Kernel {
  return new Kernel(configurationOf(options), options.overrides ?? {})
}

export class Kernel extends MempoolCalls {
  readonly configuration: Configuration
  #map: BootMap

  constructor(configuration: Configuration, overrides: Overrides) {
    super(new Machine(configuration, overrides))
    this.configuration = configuration
    this.#map = this.#start()
    // What is asked of a machine is answered by the machine: nothing can be put in front of its functions.
    Object.preventExtensions(this)
  }

  /** Back to the state right after boot. The memory is used again, and only what was touched is cleared. */
  reset(): void {
    this.machine.reset()
    this.#map = this.#start()
  }

  #start(): BootMap {
    const { machine } = this
    const map = setUpMemory(machine)
    kmem_cache_init(machine)
    smp_init(machine)
    machine.min_free_kbytes = init_per_zone_pages_min(machine.zones)
    cpucache_init(machine)
    startKswapd(machine)
    startPdflush(machine)
    machine.contexts.running = true
    return map
  }

  /** Where kernel image and mem_map lie in physical memory. */
  get bootMap(): BootMap {
    return this.#map
  }

  /** Takes `size` bytes. NULL when they are more than 131072 or there is no memory. */
  kmalloc(size: number, flags: GfpFlags): VirtualAddress {
    if (size >>> 0 === size && (flags | 0) === flags)
      return kmalloc.__kmalloc(this.machine, size, flags)
    return kmalloc.__kmalloc(this.machine, checkSize('kmalloc', size), checkFlags('kmalloc', flags))
  }

  /** Gives back what kmalloc() or kmem_cache_alloc() returned. NULL is ignored. */
  kfree(address: VirtualAddress): void {
    if (address >>> 0 === address) kmalloc.kfree(this.machine, address)
    else checkAddress('kfree', address)
  }

  /** Bytes that an object really has. 0 for NULL. */
  ksize(address: VirtualAddress): number {
    return kmalloc.ksize(this.machine, checkAddress('ksize', address))
  }

  /** Takes `n` times `size` bytes, all zero. NULL when there is no memory or the product is too large. */
  kcalloc(n: number, size: number, flags: GfpFlags): VirtualAddress {
    const count = checkSize('kcalloc', n)
    return kmalloc.kcalloc(
      this.machine,
      count,
      checkSize('kcalloc', size),
      checkFlags('kcalloc', flags),
    )
  }

  /** Creates a cache. null when no object fits into a slab or there is no memory for the descriptor. */
  kmem_cache_create(
    name: string | null,
    size: number,
    align = 0,
    flags = 0,
    ctor: ObjectHook | null = null,
    dtor: ObjectHook | null = null,
  ): kmem_cache | null {
    const bytes = checkSize('kmem_cache_create', size)
    const offset = checkSize('kmem_cache_create', align)
    return kmem_cache_create(this.machine, name, bytes, offset, flags >>> 0, ctor, dtor)
  }

  /**
   * Returns all memory of a cache that no object in use holds, that of its arrays included. Returns 0 when the cache
   * is empty now, 1 when some object is still in use. In an interrupt the kernel stops.
   */
  kmem_cache_shrink(cache: kmem_cache | null): number {
    return kmem_cache_shrink(this.machine, existing('kmem_cache_shrink', cache))
  }

  /**
   * Destroys a cache. Returns 0 when it is gone. Returns 1 when some object is still in use: the cache stays, with
   * empty arrays, without its free slabs, and as the first of all caches. In an interrupt the kernel stops.
   */
  kmem_cache_destroy(cache: kmem_cache | null): number {
    return kmem_cache_destroy(this.machine, existing('kmem_cache_destroy', cache))
  }

  /**
   * One round of the reaper on this processor, out of turn: it takes back a part of each array that was not used since
   * the last round, and at most every four seconds some of a cache's free slabs. In its turn it runs in tick().
   */
  cache_reap(): void {
    cache_reap(this.machine)
  }

  /**
   * Takes an object of a cache. NULL when there is no memory. A cache that is null is an oops, as there.
   * Differs: a destroyed cache is a KernelBug at once, where the kernel takes whatever stands in its memory now.
   */
  kmem_cache_alloc(cache: kmem_cache | null, flags: GfpFlags): VirtualAddress {
    const mask = checkFlags('kmem_cache_alloc', flags)
    if (cache === null || cache.destroyed) throw unusable('kmem_cache_alloc', cache)
    return kmem_cache_alloc(this.machine, cache.descriptor, mask)
  }

  /**
   * Gives an object back to its cache. Without slab debugging nothing is checked, as in the kernel, but that there is
   * such a cache.
   */
  kmem_cache_free(cache: kmem_cache | null, object: VirtualAddress): void {
    const address = checkAddress('kmem_cache_free', object)
    if (cache === null || cache.destroyed) throw unusable('kmem_cache_free', cache)
    kmem_cache_free(this.machine, cache.descriptor, address)
  }

  /** Takes 2^order pages. null when there are none, or when the order is above 10. */
  alloc_pages(flags: GfpFlags, order: number): PageFrame | null {
    const mask = checkFlags('alloc_pages', flags)
    const frame = alloc_pages(this.machine, mask, checkSize('alloc_pages', order))
    return frame === NO_PAGE ? null : frame
  }

  __free_pages(frame: PageFrame, order: number): void {
    __free_pages(this.machine, frame, checkSize('__free_pages', order))
  }

  /**
   * Takes 2^order pages and returns their address. NULL when there are none. A page above 896 MB has no address:
   * the kernel returns NULL for it and the page is lost. Linux: mm/page_alloc.c __get_free_pages().
   */
  __get_free_pages(flags: GfpFlags, order: number): VirtualAddress {
    const mask = checkFlags('__get_free_pages', flags)
    return addresses.__get_free_pages(this.machine, mask, checkSize('__get_free_pages', order))
  }

  /**
   * Takes a page, all zero, and returns its address. NULL when there is none. With HIGHMEM the kernel stops.
   * Linux: mm/page_alloc.c get_zeroed_page().
   */
  get_zeroed_page(flags: GfpFlags): VirtualAddress {
    return addresses.get_zeroed_page(this.machine, checkFlags('get_zeroed_page', flags))
  }

  /** Linux: mm/page_alloc.c free_pages(). NULL is ignored. */
  free_pages(address: VirtualAddress, order: number): void {
    if (address !== NULL) this.__free_pages(this.virt_to_page(address), order)
  }

  /** The frame behind an address of the direct map. No other address has one that means anything. */
  virt_to_page(address: VirtualAddress): PageFrame {
    return kmalloc.virt_to_page(this.machine, checkAddress('virt_to_page', address))
  }

  /** The address at which the kernel sees a frame; NULL for one above 896 MB. */
  page_address(frame: PageFrame): VirtualAddress {
    return addresses.page_address(this.machine, frame)
  }

  /** The byte at a kernel virtual address. Outside of RAM: KernelBug, as the kernel would oops. */
  read8(address: VirtualAddress): number {
    return this.machine.memory.read(address, 1)
  }
  /** The 16 bits at an address, lowest byte first. */
  read16(address: VirtualAddress): number {
    return this.machine.memory.read(address, 2)
  }
  /** The 32 bits at an address, lowest byte first, as an unsigned number. */
  read32(address: VirtualAddress): number {
    return this.machine.memory.read(address, 4)
  }
  write8(address: VirtualAddress, value: number): void {
    this.machine.memory.write(address, 1, value)
  }
  write16(address: VirtualAddress, value: number): void {
    this.machine.memory.write(address, 2, value)
  }
  write32(address: VirtualAddress, value: number): void {
    this.machine.memory.write(address, 4, value)
  }
  /** A copy of so many bytes. */
  readBytes(address: VirtualAddress, length: number): Uint8Array {
    return this.machine.memory.readBytes(address, length)
  }
  writeBytes(address: VirtualAddress, bytes: Uint8Array): void {
    this.machine.memory.writeBytes(address, bytes)
  }

  /**
   * Lets the `nth` page allocation from now on fail, 1 being the next one, as if there was no memory. An allocation
   * that finds its object in an array or a slab needs no pages. Called again, it counts anew; 0 takes it back. Ours.
   */
  failPageAllocation(nth = 1): void {
    failPageAllocation(this.machine, nth)
  }

  /**
   * Runs a function as code of that name, and returns what it returns: on a machine with slab debugging, what it takes
   * and gives back was last used by `name`, and reports say so. Code without a name is `yourCode`. Linux notes the
   * address that the call returns to; the code is not simulated here, so each name gets an address of its own. A
   * handler that runs in between has that name, too, unless it takes another one. Ours.
   */
  asCaller<T>(name: string, run: () => T): T {
    return calledFrom(this.machine, name, run)
  }

  /** The lines of the kernel's log since boot, oldest first: what it complained about while it went on. */
  log(): string[] {
    return [...this.machine.log]
  }

  /** The text of /proc/slabinfo. */
  slabinfo(): string {
    return slabinfo(this.machine)
  }

  /** The text of /proc/buddyinfo. */
  buddyinfo(): string {
    return buddyinfo(this.machine)
  }

  /** The text of /proc/meminfo. */
  meminfo(): string {
    return meminfo(this.machine)
  }

  /** Sweeps the whole machine: a sentence for everything that is not as it must be between two calls. Ours. */
  check(): string[] {
    return findProblems(this)
  }

  /** The size classes of kmalloc, smallest first. */
  get malloc_sizes(): readonly cache_sizes[] {
    return this.machine.malloc_sizes
  }

  /**
   * Changes the arrays of a cache, as writing `name limit batchcount sharedfactor` to /proc/slabinfo does. Returns the
   * length of the text, -22 when it says nothing that can be done, -12 when there is no memory.
   */
  slabinfo_write(text: string): number {
    return slabinfo_write(this.machine, text)
  }

  /** All caches, newest first, as slabinfo lists them. */
  caches(): kmem_cache[] {
    return cacheChain(this.machine)
  }
}
