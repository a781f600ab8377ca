/** The bits of an allocation mask: which memory, and what the allocator may do to get it. Linux: linux/gfp.h. */
import type { GfpFlags } from './layout.ts'

/** Take pages from the DMA zone, below 16 MB. */
export const __GFP_DMA: GfpFlags = 0x01
/** Pages above 896 MB will do. */
export const __GFP_HIGHMEM: GfpFlags = 0x02
/** The caller may sleep. */
export const __GFP_WAIT: GfpFlags = 0x10
/** The caller may use half of the emergency reserve. */
export const __GFP_HIGH: GfpFlags = 0x20
/** Reclaim may start disk input and output. */
export const __GFP_IO: GfpFlags = 0x40
/** Reclaim may call into file systems. */
export const __GFP_FS: GfpFlags = 0x80
/** A page that is not in the processor's cache is preferred. */
export const __GFP_COLD: GfpFlags = 0x100
/** No message when the allocation fails. */
export const __GFP_NOWARN: GfpFlags = 0x200
/** Try again and again, although it may fail in the end. */
export const __GFP_REPEAT: GfpFlags = 0x400
/** Try until it works. */
export const __GFP_NOFAIL: GfpFlags = 0x800
/** Do not try again. */
export const __GFP_NORETRY: GfpFlags = 0x1000
/** A cache may not grow for this. */
export const __GFP_NO_GROW: GfpFlags = 0x2000
/** The pages form one compound page. */
export const __GFP_COMP: GfpFlags = 0x4000
/** The page allocator clears the pages. */
export const __GFP_ZERO: GfpFlags = 0x8000

/** For code that must not sleep. */
export const GFP_ATOMIC: GfpFlags = __GFP_HIGH
/** May sleep, may not start input and output. */
export const GFP_NOIO: GfpFlags = __GFP_WAIT
/** May sleep and start input and output, may not call into file systems. */
export const GFP_NOFS: GfpFlags = __GFP_WAIT | __GFP_IO
/** For ordinary kernel code that may sleep. */
export const GFP_KERNEL: GfpFlags = __GFP_WAIT | __GFP_IO | __GFP_FS
/** In this version the same bits as GFP_KERNEL. */
export const GFP_USER: GfpFlags = __GFP_WAIT | __GFP_IO | __GFP_FS
/** For pages of user processes: memory above 896 MB will do. */
export const GFP_HIGHUSER: GfpFlags = GFP_USER | __GFP_HIGHMEM
/** Memory that old devices can reach. */
export const GFP_DMA: GfpFlags = __GFP_DMA

/** The bits that choose a zone. */
export const GFP_ZONEMASK: GfpFlags = 0x03
/** The bits the slab allocator passes on: every action but __GFP_ZERO, and no zone. */
export const GFP_LEVEL_MASK: GfpFlags =
  __GFP_WAIT |
  __GFP_HIGH |
  __GFP_IO |
  __GFP_FS |
  __GFP_COLD |
  __GFP_NOWARN |
  __GFP_REPEAT |
  __GFP_NOFAIL |
  __GFP_NORETRY |
  __GFP_NO_GROW |
  __GFP_COMP

// The slab allocator's own names for the same bits. Linux: linux/slab.h.
export const SLAB_ATOMIC = GFP_ATOMIC
export const SLAB_NOIO = GFP_NOIO
export const SLAB_NOFS = GFP_NOFS
export const SLAB_KERNEL = GFP_KERNEL
export const SLAB_USER = GFP_USER
export const SLAB_DMA = GFP_DMA
export const SLAB_LEVEL_MASK = GFP_LEVEL_MASK
export const SLAB_NO_GROW = __GFP_NO_GROW
