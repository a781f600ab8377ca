/**
 * What the article behind the course claims, and what learners get wrong, with the places where each is put to the test:
 * a section with a prediction (`lesson#section`), or an exercise by its name.
 */
export interface Taught {
  readonly number: number
  readonly what: string
  readonly where: readonly string[]
}

/** Claims 4 to 17 of the article: the size table, the macro, the way in and the way out. */
export const claims: readonly Taught[] = [
  {
    number: 4,
    what: 'there are normally 13 sizes, each twice the one before',
    where: ['02-size-table#table', '02-size-table#builds', 'build-the-table'],
  },
  {
    number: 5,
    what: 'malloc_sizes points to 26 cache descriptors',
    where: ['02-size-table#table', '01-cache-types#two-kinds'],
  },
  {
    number: 6,
    what: 'the sizes are 32, 64, 128, … 131072',
    where: ['02-size-table#table', '02-size-table#largest'],
  },
  {
    number: 7,
    what: 'kmalloc and malloc_sizes include the header, with two meanings of CACHE',
    where: ['03-cache-macro#third-meaning', 'same-trick'],
  },
  {
    number: 8,
    what: 'in malloc_sizes the macro yields 13 entries',
    where: ['03-cache-macro#first-meaning', 'expand-the-macro'],
  },
  {
    number: 9,
    what: 'in kmalloc it compares the sizes in turn, and i counts up to the place in the table',
    where: ['03-cache-macro#second-meaning', '03-cache-macro#folded', 'index-by-misses'],
  },
  {
    number: 10,
    what: 'it stops at the first object larger than the request',
    where: ['02-size-table#exact-fit', '03-cache-macro#second-meaning', 'find-the-cache'],
  },
  {
    number: 11,
    what: 'then kmem_cache_alloc takes an object of that cache',
    where: ['02-size-table#dma-twins', '04-allocation#two-deep', 'what-is-left'],
  },
  {
    number: 12,
    what: 'kmalloc works mainly by calling __kmalloc',
    where: ['03-cache-macro#two-paths', 'what-is-left'],
  },
  {
    number: 13,
    what: '__kmalloc looks for a cache larger than the request',
    where: ['02-size-table#exact-fit', '02-size-table#largest', 'find-the-cache'],
  },
  {
    number: 14,
    what: 'each size has a cache for ISA DMA and a normal one',
    where: ['02-size-table#dma-twins', '01-cache-types#two-kinds'],
  },
  {
    number: 15,
    what: '__cache_alloc takes the object from the cache',
    where: ['04-allocation#two-deep', '04-allocation#whole-way', 'array-cache-pop', 'refill'],
  },
  {
    number: 16,
    what: 'kfree returns the object to its cache by __cache_free',
    where: ['05-freeing#page-to-cache', '05-freeing#array', 'page-to-cache', 'flush'],
  },
  {
    number: 17,
    what: 'the first argument of kmalloc is the size, the second the flags',
    where: ['00-the-machine#first-object', '04-allocation#two-deep'],
  },
]

/** What learners get wrong, 1 to 14 and 32 to 36. */
export const misconceptions: readonly Taught[] = [
  {
    number: 1,
    what: 'the limit of kmalloc is 4 MB, or a page',
    where: ['02-size-table#largest', 'build-the-table'],
  },
  {
    number: 2,
    what: 'too much is rounded down, or stops the kernel',
    where: ['00-the-machine#too-much', '03-cache-macro#link', 'what-is-left'],
  },
  {
    number: 3,
    what: 'kmalloc(100) costs 100 bytes',
    where: ['00-the-machine#first-object', '02-size-table#waste', 'what-it-costs'],
  },
  {
    number: 4,
    what: 'kmalloc(4097) costs hardly more than a page',
    where: ['02-size-table#page-and-a-byte', 'what-it-costs'],
  },
  { number: 5, what: 'kmalloc(0) gives NULL', where: ['02-size-table#zero', 'find-the-cache'] },
  {
    number: 6,
    what: 'what kmalloc gives is zeroed',
    where: ['00-the-machine#not-zeroed', 'say-hello'],
  },
  {
    number: 7,
    what: 'there are always 13 sizes',
    where: ['01-cache-types#thirteen', '02-size-table#builds', 'build-the-table'],
  },
  {
    number: 8,
    what: 'an exact size goes to the next larger cache',
    where: ['02-size-table#exact-fit', 'find-the-cache'],
  },
  {
    number: 9,
    what: 'two caches for each size double the memory',
    where: ['02-size-table#dma-twins', '01-cache-types#two-kinds'],
  },
  {
    number: 10,
    what: 'every kmalloc calls the page allocator',
    where: ['01-cache-types#first-allocation', '04-allocation#who-pays', 'who-pays'],
  },
  {
    number: 11,
    what: 'the first kmalloc gives the first object of the slab',
    where: ['04-allocation#first-object', 'predict-addresses'],
  },
  {
    number: 12,
    what: 'freeing the last object returns its page',
    where: ['05-freeing#why', '05-freeing#free-limit', 'where-did-it-go'],
  },
  {
    number: 13,
    what: 'slabinfo counts as active what callers hold',
    where: ['01-cache-types#slabinfo', '05-freeing#active', 'read-slabinfo'],
  },
  {
    number: 14,
    what: 'buddyinfo shows all free pages',
    where: ['05-freeing#hot-pages', '05-freeing#stations', 'where-did-it-go'],
  },
  {
    number: 32,
    what: 'kfree needs the size, or works on any pointer',
    where: ['05-freeing#page-to-cache', '05-freeing#wrong-pointers', 'catch-the-double-free'],
  },
  { number: 33, what: 'kfree(NULL) crashes', where: ['05-freeing#null', 'catch-the-double-free'] },
  {
    number: 34,
    what: 'a double free is always caught',
    where: ['05-freeing#double-free', '05-freeing#debug', 'catch-the-double-free'],
  },
  {
    number: 35,
    what: 'ksize allows to use the slack',
    where: ['02-size-table#ksize', '05-freeing#slack'],
  },
  {
    number: 36,
    what: 'a large kmalloc fails only without memory',
    where: ['02-size-table#plenty-free'],
  },
]
