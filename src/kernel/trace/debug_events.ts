/** What a kernel with slab debugging tells in addition: see event_kinds.ts for what the words mean. */

const SLAB = 'mm/slab.c'

export const debugFunctions = {
  cache_alloc_debugcheck_after: { file: SLAB, values: ['object', 'gfp_flags'] },
  cache_free_debugcheck: { file: SLAB, values: ['object'] },
} as const

export const debugEvents = {
  /** The flags that a new cache was asked for with, and those it gets. */
  'debug-flags': ['size', 'asked', 'flags'],
  /** An object of `size` bytes takes `added` more, and the alignment `align` becomes `word_align`. */
  'debug-space': ['size', 'added', 'align', 'word_align'],

  /** An object is filled with a byte, its last byte with another. */
  poisoned: ['object', 'size', 'fill', 'end'],
  /** Is an object that nobody had still full of poison? `first_wrong` is the offset of a byte that is not, or -1. */
  'poison-checked': ['object', 'size', 'first_wrong'],
  /** Both red words of an object, and what they have to be. */
  'red-words-checked': ['object', 'redzone1', 'redzone2', 'expected'],
  'red-words-set': ['object', 'value'],
  /** Who called is noted in the object. */
  'user-noted': ['object', 'address'],
  /** All objects of a new slab are filled, and marked as not in use. */
  'objects-prepared': ['num', 'poison', 'red_zone'],
  /** All objects of a slab that goes are looked at; what is wrong with one follows. */
  'objects-checked': ['num', 'poison', 'red_zone'],
  /** A constructor or destructor runs on an object that is handed out or given back. */
  'constructed-now': ['object', 'ctor_flags'],
  'destructed-now': ['object'],

  /** Does a pointer lead into a slab? There are `pages` pages. */
  'pointer-checked': ['object', 'frame', 'pages', 'in_slab'],
  /** The descriptors of the cache that an object is of, and of the one it is given back to. */
  'cache-checked': ['owner', 'given'],
  /** It would be object `index` of `num`, and lies `beside` bytes behind the start of that. */
  'start-checked': ['object', 'index', 'num', 'beside'],
  /** Interrupts must be on here. */
  'irq-on-checked': ['off'],
  /** The free list of a slab: `entries` objects were found in it; `ends` is 0 when it leads astray. */
  'free-list-checked': ['slab', 'entries', 'num', 'inuse', 'ends'],
  /** The link of an object that comes back must say that it is out: `expected`. */
  'link-checked': ['object', 'index', 'link', 'expected'],
} as const
