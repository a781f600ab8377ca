/**
 * Numbers that never change: the i386 page, the kernel's address window, and where each field of the
 * allocator's structures stands. Offsets are in 32-bit words (bytes / 4), because that is how the simulator
 * reads memory; the bytes are written out so that they can be compared with a hexdump.
 *
 * This file imports nothing and its functions come last: only then does the bundler put the numbers themselves into
 * the code that uses them, and not a look-up that the compiler cannot remove.
 */

/**
 * Kinds of numbers. A plain number is accepted anywhere, so `address + 8` needs no ceremony, but an address is
 * never taken for a frame number by accident.
 */
export type VirtualAddress = number & { readonly kind?: 'virtual address' }
export type PhysicalAddress = number & { readonly kind?: 'physical address' }
export type PageFrame = number & { readonly kind?: 'page frame' }
export type GfpFlags = number & { readonly kind?: 'gfp flags' }

/** The address of nothing: what an allocation returns when it fails. */
export const NULL: VirtualAddress = 0

export const PAGE_SHIFT = 12
/** Bytes in a page. */
export const PAGE_SIZE = 4096
/** Where the kernel sees physical address 0. */
export const PAGE_OFFSET: VirtualAddress = 0xc0000000
/** Orders of free blocks: 0 to 10, so the largest block is 4 MB. */
export const MAX_ORDER = 11
/** No page: a frame number that does not exist. */
export const NO_PAGE: PageFrame = -1
/** What the allocator's own functions return when there is no memory: page 0 is never given out. */
export const NO_OBJECT: PhysicalAddress = 0
/** The largest size that kmalloc can serve. */
export const MOST_KMALLOC = 131072
/** All sizes of general caches are multiples of 32 bytes. */
export const SIZE_STEP_SHIFT = 5
/** Clock ticks in a second. */
export const HZ = 1000
/** Processors that a machine can have at most. */
export const MOST_CPUS = 4
/** Bytes in a word of this machine. */
export const BYTES_PER_WORD = 4

/**
 * Physical memory holds pointers as the kernel wrote them: virtual addresses. A 32-bit word read as a signed
 * number is `physical - 0x40000000`, so adding this turns a stored pointer into a physical address.
 */
export const POINTER_BASE = 0x40000000

// struct page: 32 bytes of mem_map for every page of memory.
export const SIZEOF_PAGE = 32

// struct array_cache: 16 bytes, then the entries.
export const SIZEOF_ARRAY_CACHE = 16
export const AC_AVAIL = 0 / 4
export const AC_LIMIT = 4 / 4
export const AC_BATCHCOUNT = 8 / 4
export const AC_TOUCHED = 12 / 4
export const AC_ENTRY = 16 / 4
/** The last of `avail` entries stands at AC_LAST + avail. */
export const AC_LAST = 12 / 4
/** struct arraycache_init: an array with room for one object, used while the allocator starts. */
export const SIZEOF_ARRAYCACHE_INIT = 20

// struct slab: 24 bytes, then one free-list link of 2 bytes for each object. Its list_head comes first: 8 bytes.
export const SIZEOF_SLAB = 24
export const SIZEOF_BUFCTL = 2
export const SLAB_COLOUROFF = 8 / 4
export const SLAB_S_MEM = 12 / 4
export const SLAB_INUSE = 16 / 4
/** Byte offset of the index of the first free object, 16 bits wide. */
export const SLAB_FREE_BYTE = 20
/** The link of the last free object of a slab. */
export const BUFCTL_END = 0xffff

// struct slab_rcu: 16 bytes, in the place of the slab's descriptor while a destroyed slab waits. First its rcu_head.
const SIZEOF_SLAB_RCU = 16
export const RCU_HEAD_NEXT = 0 / 4
export const RCU_HEAD_FUNC = 4 / 4
export const SLAB_RCU_CACHEP = 8 / 4
export const SLAB_RCU_ADDR = 12 / 4

// kmem_cache_t: 120 bytes on one processor without debugging. Differs: with more, the arrays of the others stand
// behind these fields, where the kernel has them all in front; the size is the kernel's.
const SIZEOF_KMEM_CACHE = 120
export const CACHE_ARRAY = 0 / 4
export const CACHE_BATCHCOUNT = 4 / 4
export const CACHE_LIMIT = 8 / 4
export const CACHE_PARTIAL_BYTE = 12
export const CACHE_FULL_BYTE = 20
export const CACHE_FREE_BYTE = 28
export const CACHE_FREE_OBJECTS = 36 / 4
export const CACHE_FREE_TOUCHED = 40 / 4
export const CACHE_NEXT_REAP = 44 / 4
export const CACHE_SHARED = 48 / 4
export const CACHE_OBJSIZE = 52 / 4
export const CACHE_FLAGS = 56 / 4
export const CACHE_NUM = 60 / 4
export const CACHE_FREE_LIMIT = 64 / 4
export const CACHE_GFPORDER = 68 / 4
export const CACHE_GFPFLAGS = 72 / 4
export const CACHE_COLOUR = 76 / 4
export const CACHE_COLOUR_OFF = 80 / 4
export const CACHE_COLOUR_NEXT = 84 / 4
export const CACHE_SLABP_CACHE = 88 / 4
export const CACHE_SLAB_SIZE = 92 / 4
export const CACHE_CTOR = 100 / 4
export const CACHE_DTOR = 104 / 4
export const CACHE_NAME = 108 / 4
export const CACHE_NEXT_BYTE = 112
/** A lock, which a kernel for one processor does without. */
const SIZEOF_SPINLOCK = 4
/** Twelve counters and two numbers, at the end and only with slab debugging: see slab/debug_layout.ts. */
export const SIZEOF_DEBUG_FIELDS = 56

/** The structures' sizes in bytes, by their names in the kernel: one for a single processor, without slab debugging. */
export const sizeof = {
  kmem_bufctl_t: SIZEOF_BUFCTL,
  slab: SIZEOF_SLAB,
  slab_rcu: SIZEOF_SLAB_RCU,
  array_cache: SIZEOF_ARRAY_CACHE,
  arraycache_init: SIZEOF_ARRAYCACHE_INIT,
  kmem_list3: 40,
  kmem_cache_t: SIZEOF_KMEM_CACHE,
  cache_sizes: 12,
  page: SIZEOF_PAGE,
  zone: 292,
  pointer: BYTES_PER_WORD,
} as const

/** What of a kernel's build decides how large a cache descriptor is. */
interface KernelBuild {
  readonly smp: boolean
  readonly nrCpus: number
  readonly slabDebug: boolean
}

/**
 * Bytes of kmem_cache_t: a pointer for each processor that the kernel was built for, a lock where there may be several,
 * and at the end what slab debugging counts and notes.
 */
export function sizeofKmemCache({ smp, nrCpus, slabDebug }: KernelBuild): number {
  const arrays = (nrCpus - 1) * BYTES_PER_WORD
  const lock = smp ? SIZEOF_SPINLOCK : 0
  return SIZEOF_KMEM_CACHE + arrays + lock + (slabDebug ? SIZEOF_DEBUG_FIELDS : 0)
}

/** Where the pointer to the array of a processor stands in a cache descriptor, in words. */
export function arrayField(cpu: number): number {
  return cpu === 0 ? CACHE_ARRAY : SIZEOF_KMEM_CACHE / BYTES_PER_WORD + cpu - 1
}

/** Physical address of a kernel virtual address of the direct map. Linux: asm-i386/page.h __pa(). */
export function __pa(address: VirtualAddress): PhysicalAddress {
  return address - PAGE_OFFSET
}

/** Kernel virtual address of a physical address below 896 MB. Linux: asm-i386/page.h __va(). */
export function __va(address: PhysicalAddress): VirtualAddress {
  return address + PAGE_OFFSET
}

/** The public face of a physical address: NULL stays NULL. */
export function toVirtual(address: PhysicalAddress): VirtualAddress {
  return address === 0 ? NULL : (address - POINTER_BASE) >>> 0
}

/** The physical address behind a pointer, as a 32-bit number; nonsense stays nonsense, as in C. */
export function toPhysical(address: VirtualAddress): PhysicalAddress {
  return ((address | 0) + POINTER_BASE) | 0
}
