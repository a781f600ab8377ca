/**
 * A cache as a learner sees it: the fields of kmem_cache_t, read from the descriptor in simulated memory, so
 * that what is shown is what the allocator works with. Linux: mm/slab.c struct kmem_cache_s.
 */
import * as layout from '../layout.ts'
import type { GfpFlags, PhysicalAddress, VirtualAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { DEBUG_DBGHEAD, DEBUG_REALLEN } from './debug_fields.ts'

/** Called for each object of a slab when the slab is made or taken apart. */
export type ObjectHook = (object: VirtualAddress, cache: kmem_cache, flags: GfpFlags) => void

export class kmem_cache {
  readonly name: string
  readonly ctor: ObjectHook | null
  readonly dtor: ObjectHook | null
  /** Physical address of the descriptor. */
  readonly descriptor: PhysicalAddress
  /** Place in the order of creation: 0 is kmem_cache itself. Ours, for display. */
  readonly index: number
  /** Slabs made so far: the number the next one gets. Ours, for display. */
  slabsEver = 0
  /** True after kmem_cache_destroy(): the descriptor is free memory, and the fields below mean nothing. Ours. */
  destroyed = false
  /** Where the fields of slab debugging stand, in words; null when the kernel has none. */
  readonly #debugFields: number | null
  readonly #machine: Machine

  constructor(
    machine: Machine,
    descriptor: PhysicalAddress,
    index: number,
    name: string,
    ctor: ObjectHook | null,
    dtor: ObjectHook | null,
  ) {
    this.#machine = machine
    this.descriptor = descriptor
    this.index = index
    this.name = name
    this.ctor = ctor
    this.dtor = dtor
    this.#debugFields = machine.configuration.slabDebug ? machine.debugFields : null
    // A field shows what the descriptor holds: nothing can be put in front of it.
    Object.preventExtensions(this)
  }

  /** Virtual address of the descriptor. */
  get address(): VirtualAddress {
    return layout.toVirtual(this.descriptor)
  }
  /** Virtual address of the array_cache of the processor that runs now. */
  get array(): VirtualAddress {
    return this.#field(this.#machine.arrayField)
  }
  /** Virtual addresses of the array_caches of all processors, by their number. */
  get arrays(): VirtualAddress[] {
    return this.#machine.cpus.map(({ id }) => this.#field(layout.arrayField(id)))
  }
  /** Objects that move between array and slabs at a time. */
  get batchcount(): number {
    return this.#field(layout.CACHE_BATCHCOUNT)
  }
  /** Objects that the array holds at most. */
  get limit(): number {
    return this.#field(layout.CACHE_LIMIT)
  }
  /** Objects that are free in slabs; those in the array are not counted. */
  get free_objects(): number {
    return this.#field(layout.CACHE_FREE_OBJECTS)
  }
  /** 1 after an allocation found no partial slab. */
  get free_touched(): number {
    return this.#field(layout.CACHE_FREE_TOUCHED)
  }
  /** The tick at which the slab lists are next looked at by the reaper. */
  get next_reap(): number {
    return this.#field(layout.CACHE_NEXT_REAP)
  }
  /** Virtual address of the array_cache shared by all processors, or NULL. */
  get shared(): VirtualAddress {
    return this.#field(layout.CACHE_SHARED)
  }
  /** Bytes from one object to the next. */
  get objsize(): number {
    return this.#field(layout.CACHE_OBJSIZE)
  }
  /** Bytes of an object that its user may use. With slab debugging, `objsize` is more. */
  get reallen(): number {
    if (this.#debugFields === null) return this.objsize
    return this.#field(this.#debugFields + DEBUG_REALLEN)
  }
  /** Bytes from the place of an object to the object: 4 where a red word stands before it, else 0. */
  get dbghead(): number {
    return this.#debugFields === null ? 0 : this.#field(this.#debugFields + DEBUG_DBGHEAD)
  }
  get flags(): number {
    return this.#field(layout.CACHE_FLAGS)
  }
  /** Objects in a slab. */
  get num(): number {
    return this.#field(layout.CACHE_NUM)
  }
  /** Free objects above which an emptied slab is destroyed. */
  get free_limit(): number {
    return this.#field(layout.CACHE_FREE_LIMIT)
  }
  /** A slab has 2^gfporder pages. */
  get gfporder(): number {
    return this.#field(layout.CACHE_GFPORDER)
  }
  get gfpflags(): GfpFlags {
    return this.#field(layout.CACHE_GFPFLAGS)
  }
  /** Colours: different places where the first object of a slab can start. */
  get colour(): number {
    return this.#field(layout.CACHE_COLOUR)
  }
  /** Bytes from one colour to the next. */
  get colour_off(): number {
    return this.#field(layout.CACHE_COLOUR_OFF)
  }
  /** The colour of the next slab. */
  get colour_next(): number {
    return this.#field(layout.CACHE_COLOUR_NEXT)
  }
  /** Bytes of a slab's descriptor and links. */
  get slab_size(): number {
    return this.#field(layout.CACHE_SLAB_SIZE)
  }
  /** The cache that off-slab descriptors come from; null when they are on the slab. */
  get slabp_cache(): kmem_cache | null {
    const pointer = this.#field(layout.CACHE_SLABP_CACHE)
    return this.#machine.caches.get(layout.toPhysical(pointer)) ?? null
  }

  #field(offset: number): number {
    return this.#machine.words[(this.descriptor >> 2) + offset]! >>> 0
  }
}
