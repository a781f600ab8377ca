/** Flags of caches and of constructor calls. Linux: linux/slab.h. */

/** Was once for a check of the free list. No kernel of this version accepts it. */
export const SLAB_DEBUG_FREE = 0x00000100
/** Call the constructor as a check. Debug kernels only. */
export const SLAB_DEBUG_INITIAL = 0x00000200
/** Guard words around each object. Debug kernels only. */
export const SLAB_RED_ZONE = 0x00000400
/** Fill free objects with a pattern. Debug kernels only. */
export const SLAB_POISON = 0x00000800
/** The reaper leaves this cache alone. */
export const SLAB_NO_REAP = 0x00001000
/** Align objects to the processor's cache line, or to a half or quarter of it if they fit. */
export const SLAB_HWCACHE_ALIGN = 0x00002000
/** The cache's pages come from the DMA zone. */
export const SLAB_CACHE_DMA = 0x00004000
/** Accepted, and without effect in this version. */
export const SLAB_MUST_HWCACHE_ALIGN = 0x00008000
/** Remember who took each object. Debug kernels only. */
export const SLAB_STORE_USER = 0x00010000
/** The objects can be reclaimed: the cache keeps to single pages when an object fits. */
export const SLAB_RECLAIM_ACCOUNT = 0x00020000
/** Panic when the cache cannot be created. */
export const SLAB_PANIC = 0x00040000
/** Pages of destroyed slabs go back only after a grace period. Here nobody reads on, so they go back at once. */
export const SLAB_DESTROY_BY_RCU = 0x00080000

/** Set by the allocator itself: the descriptors of slabs are kept outside of them. */
export const CFLGS_OFF_SLAB = 0x80000000

/** Passed to a constructor: this is a constructor call. */
export const SLAB_CTOR_CONSTRUCTOR = 0x001
/** Passed to a constructor: it may not sleep. */
export const SLAB_CTOR_ATOMIC = 0x002
/** Passed to a constructor: this is only a check. Debug kernels only. */
export const SLAB_CTOR_VERIFY = 0x004

/** Flags that only a kernel with slab debugging accepts; SLAB_DEBUG_FREE is one that none accepts. Ours. */
export const DEBUG_FLAGS = SLAB_DEBUG_INITIAL | SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER

/** Flags that a kernel without debugging accepts. Linux: mm/slab.c CREATE_MASK. */
export const CREATE_MASK =
  SLAB_HWCACHE_ALIGN |
  SLAB_NO_REAP |
  SLAB_CACHE_DMA |
  SLAB_MUST_HWCACHE_ALIGN |
  SLAB_RECLAIM_ACCOUNT |
  SLAB_PANIC |
  SLAB_DESTROY_BY_RCU
