/** Bits of a page's flags. Linux: linux/page-flags.h. */

/** Somebody used the page since reclaim looked at it last. */
export const PG_referenced = 1 << 2
/** What stands in the page differs from what stands on disk. */
export const PG_dirty = 1 << 4
/** The page is in the active or in the inactive list of its zone. */
export const PG_lru = 1 << 5
/** It is in the active one. */
export const PG_active = 1 << 6
/** The page belongs to a slab. */
export const PG_slab = 1 << 7
/** The page is not for the allocators: kernel image, mem_map, holes. */
export const PG_reserved = 1 << 11
/** On the first page of a free block: `private` holds its order. */
export const PG_private = 1 << 12
/** The disk writes the page just now. */
export const PG_writeback = 1 << 13
