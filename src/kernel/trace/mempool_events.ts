/** What is told of memory pools. See event_kinds.ts. */

const MEMPOOL = 'mm/mempool.c'

export const mempoolFunctions = {
  mempool_create: { file: MEMPOOL, values: ['min_nr'] },
  mempool_resize: { file: MEMPOOL, values: ['min_nr', 'gfp_flags'] },
  mempool_destroy: { file: MEMPOOL, values: [] },
  mempool_alloc: { file: MEMPOOL, values: ['gfp_flags'] },
  mempool_free: { file: MEMPOOL, values: ['object'] },
} as const

export const mempoolEvents = {
  /** It gets one element more. */
  'pool-fills': ['curr_nr', 'min_nr'],
  'pool-complete': ['curr_nr', 'min_nr'],
  /** The first try is made without WAIT and IO. */
  'pool-asks': ['gfp_flags', 'without_waiting'],
  /** No memory. With FS, and when no more than half is left, the mask is tried as it is. */
  'pool-low': ['curr_nr', 'half', 'reclaims', 'harder'],
  /** What the pool keeps is all there is; `wait` says whether the mask may sleep when that is nothing. */
  'pool-reserve': ['curr_nr', 'min_nr', 'wait'],
  /** An element comes back: the pool keeps it when it has fewer than `min_nr`. */
  'pool-kept': ['curr_nr', 'min_nr'],
} as const
