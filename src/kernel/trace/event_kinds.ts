/**
 * What a watched machine tells: the kernel functions it enters, with their arguments, and what happens in them, with
 * the numbers that were compared or made. A number's name says what it is; where the kernel has a name for it (a
 * field, or a word of its kmem tracepoints) that name is used. Addresses are virtual; `slab` is the number of a slab
 * in its cache, `frame` the number of a page, `zone` 0 DMA, 1 Normal, 2 HighMem, and yes is 1, no is 0.
 *
 * To add an event, name it here with its numbers and tell it where it happens: `trace?.event('name', …)`. The compiler
 * then asks for its sentence in the call story, `src/view/tell-*.ts`.
 */

import { addressEvents, addressFunctions } from './address_events.ts'
import { contextEvents, contextFunctions } from './context_events.ts'
import { debugEvents, debugFunctions } from './debug_events.ts'
import { mempoolEvents, mempoolFunctions } from './mempool_events.ts'
import { reclaimEvents, reclaimFunctions } from './reclaim_events.ts'
import { timeEvents, timeFunctions } from './time_events.ts'

const SLAB = 'mm/slab.c'
const PAGES = 'mm/page_alloc.c'

/** Kernel functions that are entered and left, with the file they stand in and their arguments. */
export const kernelFunctions = {
  ...contextFunctions,
  ...mempoolFunctions,
  ...addressFunctions,
  ...timeFunctions,
  __kmalloc: { file: SLAB, values: ['bytes_req', 'gfp_flags'] },
  kcalloc: { file: SLAB, values: ['n', 'size', 'gfp_flags'] },
  kfree: { file: SLAB, values: ['object'] },
  kmem_cache_alloc: { file: SLAB, values: ['gfp_flags'] },
  kmem_cache_free: { file: SLAB, values: ['object'] },
  __cache_alloc: { file: SLAB, values: ['gfp_flags'] },
  cache_alloc_refill: { file: SLAB, values: ['gfp_flags'] },
  cache_grow: { file: SLAB, values: ['gfp_flags'] },
  kmem_getpages: { file: SLAB, values: ['gfp_flags', 'order'] },
  alloc_slabmgmt: { file: SLAB, values: ['frame', 'offset'] },
  cache_init_objs: { file: SLAB, values: ['slab', 'num'] },
  __cache_free: { file: SLAB, values: ['object'] },
  cache_flusharray: { file: SLAB, values: [] },
  free_block: { file: SLAB, values: ['count'] },
  slab_destroy: { file: SLAB, values: ['slab'] },
  kmem_freepages: { file: SLAB, values: ['frame', 'order'] },
  kmem_cache_create: { file: SLAB, values: ['size', 'align', 'flags'] },
  kmem_cache_shrink: { file: SLAB, values: [] },
  kmem_cache_destroy: { file: SLAB, values: [] },
  do_tune_cpucache: { file: SLAB, values: ['limit', 'batchcount', 'shared'] },
  __cache_shrink: { file: SLAB, values: [] },
  drain_cpu_caches: { file: SLAB, values: [] },
  cache_reap: { file: SLAB, values: [] },
  ...debugFunctions,
  __alloc_pages: { file: PAGES, values: ['gfp_flags', 'order'] },
  buffered_rmqueue: { file: PAGES, values: ['zone', 'order'] },
  rmqueue_bulk: { file: PAGES, values: ['zone', 'batch'] },
  __rmqueue: { file: PAGES, values: ['zone', 'order'] },
  __free_pages: { file: PAGES, values: ['frame', 'order'] },
  free_hot_cold_page: { file: PAGES, values: ['frame'] },
  free_pages_bulk: { file: PAGES, values: ['zone', 'batch'] },
  ...reclaimFunctions,
  __free_pages_bulk: { file: PAGES, values: ['frame', 'order'] },
} as const

/** What happens inside of them. A decision is told before it is carried out. */
export const kernelEvents = {
  /** The kernel stops here: a BUG(), an oops or a panic. */
  stopped: [],
  ...contextEvents,
  ...mempoolEvents,
  ...addressEvents,
  ...timeEvents,

  /** The general cache for a size: `cs_size` is the smallest class that is no smaller than `bytes_req`. */
  'size-class': ['bytes_req', 'smaller', 'cs_size', 'bytes_alloc'],
  'too-large': ['bytes_req', 'most'],
  'product-too-large': ['n', 'size', 'most'],
  cleared: ['object', 'size'],

  /** The page of an address knows its slab, and that its cache. */
  owner: ['object', 'frame', 'slab'],
  'nothing-to-free': [],

  /** The object goes on top of the `avail` that are there. */
  'array-room': ['avail', 'limit'],
  'array-full': ['avail', 'limit'],
  /** The oldest `batchcount` of `avail` objects leave the array; `shared_room` is the room in the shared array. */
  flush: ['avail', 'batchcount', 'shared_room'],
  'flush-to-shared': ['count', 'shared_room'],
  /** What stays in the array has moved down. */
  flushed: ['avail'],
  /** The whole batch is counted before the first object is back. */
  'free-objects-raised': ['count', 'free_objects'],
  /** `inuse` is what is left of its slab's objects then. */
  'object-to-slab': ['object', 'slab', 'index', 'inuse'],
  'slab-to-partial-tail': ['slab', 'inuse'],
  /** An empty slab: kept at the head of the free list, unless `free_objects` is more than `free_limit`. */
  'slab-kept': ['slab', 'free_objects', 'free_limit'],
  'slab-not-kept': ['slab', 'free_objects', 'free_limit'],
  'slab-destroyed': ['slab', 'frame'],

  'array-hit': ['avail', 'object'],
  'array-empty': ['avail', 'limit'],

  /** `wanted` objects: a batch, but no more than `refill_limit` for an array that was not touched lately. */
  refill: ['batchcount', 'touched', 'refill_limit', 'wanted', 'shared_avail'],
  'take-from-shared': ['shared_avail', 'wanted', 'count'],
  /** `count` objects from `index` on along the free list of the slab at the head of a list. */
  'take-from-partial': ['slab', 'inuse', 'num', 'wanted', 'count', 'index'],
  'take-from-free': ['slab', 'inuse', 'num', 'wanted', 'count', 'index'],
  /** Where the slab went after that. */
  'slab-to-full': ['slab', 'inuse', 'num'],
  'slab-to-partial': ['slab', 'inuse', 'num'],
  /** No slab has a free object: the array got `count` of the `wanted`. */
  'slabs-exhausted': ['wanted', 'count'],
  /** The last of them is the one that is returned. */
  refilled: ['count', 'free_objects', 'object'],

  'mask-checked': ['gfp_flags', 'allowed', 'forbidden'],
  'no-grow': ['gfp_flags'],
  /** The colour of this slab and of the next one. */
  colour: ['colour_next', 'colour', 'colour_off', 'offset', 'following'],
  'dma-checked': ['gfp_flags', 'cache_gfpflags'],
  pages: ['frame', 'order', 'gfp_flags', 'offset'],
  'no-pages': ['order', 'gfp_flags'],
  'management-on-slab': ['slab_size', 'descriptor'],
  /** It takes `slab_size` bytes and gets an object of `bytes_alloc`. */
  'management-off-slab': ['slab_size', 'bytes_alloc'],
  /** The pages of a slab go back because there was no memory for its management. */
  'slab-abandoned': ['frame', 'order'],
  constructed: ['object', 'index', 'ctor_flags'],
  destructed: ['object', 'index'],
  linked: ['num'],
  grown: ['slab', 'frame', 'num', 'free_objects'],

  /** Is this an interrupt? Then the kernel stops. */
  context: ['preempt_count', 'in_interrupt'],
  /** `size` in whole words is `words`; objects stand at multiples of `align`. */
  alignment: ['size', 'words', 'hwalign', 'cpu_line', 'asked', 'align'],
  /** Slabs of so many bytes would hold `num` objects; good enough if `left_over` is at most an eighth. */
  'order-tried': ['gfporder', 'num', 'left_over', 'slab_bytes', 'break_order'],
  'nothing-fits': ['objsize', 'slab_bytes'],
  /** Is the descriptor of a slab kept outside? `words` is compared with `limit`, then `left_over` with its size. */
  management: ['words', 'limit', 'off_slab', 'slab_size', 'left_over'],
  colours: ['left_over', 'colour_off', 'colour'],
  /** New arrays, one for each processor; free_limit becomes a batch more than those, and what one slab holds, `num`. */
  'array-replaced': ['limit', 'batchcount', 'num', 'cpus'],
  'no-array': ['limit'],
  /** The shared array has room for `shared` batches. */
  'array-size': ['objsize', 'limit', 'batchcount', 'shared'],
  'cache-created': ['objsize', 'num', 'gfporder', 'colour'],
  /** `shared` says that it is the array that all processors share. */
  'array-drained': ['avail', 'shared'],
  /** A slab of the free list is destroyed, whatever the cache might keep. */
  'slab-unused': ['slab', 'free_objects'],
  /** Are there slabs with objects in use? */
  'slabs-left': ['full', 'partial'],
  /** The reaper leaves an array alone that was used since its last look. */
  'array-spared': ['avail', 'shared'],
  /** A `fifth` of the limit goes back, or half of what is there when that is less. */
  'array-trimmed': ['avail', 'limit', 'fifth', 'count', 'shared'],
  'slabs-not-due': ['next_reap', 'jiffies'],
  /** The free list was looked into since the last look. */
  'free-list-spared': [],
  /** At most `most` slabs: a fifth of the objects that may stay free. */
  'reap-slabs': ['free_limit', 'num', 'most'],
  'cache-busy': [],
  'cache-empty': [],

  ...debugEvents,

  /**
   * May a zone give 2^order pages? `free_pages` less 2^order - 1 must be more than `min` and `reserve` together:
   * `mark` is pages_low in the first pass, pages_min in the second, and pages_high after fruitless reclaim; `min` is what
   * is left of it for a mask with HIGH (half), and for who tries `harder` (three quarters of the rest): a mask without
   * WAIT, or a real-time task. Above order 0, too little of the rest in large blocks is a no, too. `next` is the zone
   * that is asked after a no, or -1.
   */
  'zone-watermark': [
    'zone',
    'order',
    'free_pages',
    'mark',
    'high',
    'harder',
    'min',
    'reserve',
    'ok',
    'next',
  ],
  /** The page allocator gives up; with `nowarn` nothing is written to the kernel's log. */
  'allocation-failed': ['order', 'gfp_flags', 'nowarn'],
  'failed-on-purpose': ['order'],
  ...reclaimEvents,

  /** A per-CPU list of single pages is filled when it holds no more than `low`. */
  'page-list': ['zone', 'cold', 'count', 'low', 'batch'],
  'page-from-list': ['zone', 'cold', 'count', 'frame'],
  /** A freed page goes to the hot or the cold list, which first gives back a batch when it holds `high` or more. */
  'page-to-list': ['zone', 'cold', 'count', 'high', 'batch'],
  'page-reserved': ['frame'],
  'page-still-used': ['frame', 'count'],
  /** The block at `frame` and its free buddy, both of `order`, become one. */
  merged: ['frame', 'buddy', 'order'],
  /** The buddy cannot be merged with: `buddy_order` is that of the free block it begins, or -1. */
  'buddy-busy': ['buddy', 'order', 'in_zone', 'buddy_free', 'buddy_order'],
  'block-freed': ['zone', 'frame', 'order', 'max_order'],
  /** The first list with a block: the one of order `found`. */
  'block-found': ['zone', 'order', 'found', 'nr_free', 'frame'],
  'no-block': ['zone', 'order', 'free_pages'],
  /** A block of `order` + 1 is cut in two: the half at `frame` goes on, the one at `upper` into its list. */
  split: ['frame', 'upper', 'order'],
} as const

export type KernelFunction = keyof typeof kernelFunctions
export type KernelEventName = keyof typeof kernelEvents

/** One number for each name. */
type NumbersFor<Names extends readonly string[]> = { readonly [Index in keyof Names]: number }
export type Arguments<F extends KernelFunction> = NumbersFor<(typeof kernelFunctions)[F]['values']>
export type Numbers<N extends KernelEventName> = NumbersFor<(typeof kernelEvents)[N]>
