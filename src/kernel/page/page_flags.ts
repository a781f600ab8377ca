/** Bits of a page's flags. Linux: linux/page-flags.h. */

/** The page belongs to a slab. */
export const PG_slab = 1 << 7
/** The page is not for the allocators: kernel image, mem_map, holes. */
export const PG_reserved = 1 << 11
/** On the first page of a free block: `private` holds its order. */
export const PG_private = 1 << 12
