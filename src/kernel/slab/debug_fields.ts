/**
 * The fields that slab debugging adds to a cache descriptor, in words from machine.debugFields on: behind all others
 * stand twelve counters, then where an object begins and how long it is. Linux: mm/slab.c struct kmem_cache_s.
 */
export const STATS_NUM_ACTIVE = 0 / 4
export const STATS_NUM_ALLOCATIONS = 4 / 4
export const STATS_HIGH_MARK = 8 / 4
export const STATS_GROWN = 12 / 4
export const STATS_REAPED = 16 / 4
export const STATS_ERRORS = 20 / 4
export const STATS_MAX_FREEABLE = 24 / 4
export const STATS_NODE_ALLOCS = 28 / 4
export const STATS_ALLOCHIT = 32 / 4
export const STATS_ALLOCMISS = 36 / 4
export const STATS_FREEHIT = 40 / 4
export const STATS_FREEMISS = 44 / 4
export const DEBUG_DBGHEAD = 48 / 4
export const DEBUG_REALLEN = 52 / 4
