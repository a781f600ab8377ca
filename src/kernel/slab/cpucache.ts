/**
 * The per-CPU arrays of a cache: how large they are, and how they are replaced. Linux: mm/slab.c.
 */
import { GFP_KERNEL } from '../gfp.ts'
import { __kmalloc, kfree } from './kmalloc.ts'
import * as layout from '../layout.ts'
import { NULL, PAGE_SIZE, toPhysical, type PhysicalAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { printk } from '../printk.ts'
import { free_block } from './slab_free.ts'

const ENOMEM = 12
/** The entry for "batchcount" of a shared array, which nobody reads. */
const UNUSED_BATCHCOUNT = 0xbaadf00d

/**
 * Objects that the array of a cache may hold: the larger the objects, the fewer.
 * Linux: mm/slab.c enable_cpucache().
 */
function arrayLimit(objsize: number): number {
  if (objsize > 131072) return 1
  if (objsize > PAGE_SIZE) return 8
  if (objsize > 1024) return 24
  if (objsize > 256) return 54
  return 120
}

/**
 * Gives a cache arrays of the size that suits its objects. When there is no memory it keeps the ones it has, and a
 * new cache has none: the first allocation from it is an oops. On one processor there is a shared array too, but
 * without room. Linux: mm/slab.c enable_cpucache().
 */
export function enable_cpucache(machine: Machine, cache: PhysicalAddress): void {
  const objsize = machine.words[(cache >> 2) + layout.CACHE_OBJSIZE]!
  const limit = arrayLimit(objsize)
  machine.trace?.event('array-size', objsize, limit, (limit + 1) >> 1)
  const error = do_tune_cpucache(machine, cache, limit, (limit + 1) >> 1, 0)
  if (error !== 0) {
    const name = machine.caches.get(cache)?.name
    printk(machine, `enable_cpucache failed for ${name}, error ${-error}.`)
  }
}

/**
 * Replaces the arrays of a cache: the objects in the old ones go back to the slabs, the old ones are freed.
 * Returns 0, or -12 when there is no memory. Linux: mm/slab.c do_tune_cpucache().
 */
export function do_tune_cpucache(
  machine: Machine,
  cache: PhysicalAddress,
  limit: number,
  batchcount: number,
  shared: number,
): number {
  const { trace } = machine
  if (trace === null) return replaceArrays(machine, cache, limit, batchcount, shared)
  return trace.call('do_tune_cpucache', cache, [limit, batchcount, shared], () =>
    replaceArrays(machine, cache, limit, batchcount, shared),
  )
}

function replaceArrays(
  machine: Machine,
  cache: PhysicalAddress,
  limit: number,
  batchcount: number,
  shared: number,
): number {
  const { words, trace } = machine
  const fields = cache >> 2
  const created = alloc_arraycache(machine, limit, batchcount)
  if (created === NULL) {
    trace?.event('no-array', limit)
    return -ENOMEM
  }
  trace?.event('array-replaced', limit, batchcount, words[fields + layout.CACHE_NUM]!)
  const old = words[fields + layout.CACHE_ARRAY]! >>> 0
  words[fields + layout.CACHE_ARRAY] = created
  words[fields + layout.CACHE_BATCHCOUNT] = batchcount
  words[fields + layout.CACHE_LIMIT] = limit
  words[fields + layout.CACHE_FREE_LIMIT] = 2 * batchcount + words[fields + layout.CACHE_NUM]!
  giveBack(machine, cache, old)

  const newShared = alloc_arraycache(machine, batchcount * shared, UNUSED_BATCHCOUNT)
  if (newShared !== NULL) {
    const oldShared = words[fields + layout.CACHE_SHARED]! >>> 0
    words[fields + layout.CACHE_SHARED] = newShared
    giveBack(machine, cache, oldShared)
  }
  return 0
}

/** An empty array with room for so many objects, or NULL. Linux: mm/slab.c alloc_arraycache(). */
function alloc_arraycache(machine: Machine, entries: number, batchcount: number): number {
  const size = layout.SIZEOF_ARRAY_CACHE + entries * layout.BYTES_PER_WORD
  const array = __kmalloc(machine, size, GFP_KERNEL)
  if (array === NULL) return NULL
  const { words } = machine
  const fields = toPhysical(array) >> 2
  words[fields + layout.AC_AVAIL] = 0
  words[fields + layout.AC_LIMIT] = entries
  words[fields + layout.AC_BATCHCOUNT] = batchcount
  words[fields + layout.AC_TOUCHED] = 0
  return array
}

/** Returns what lies in an array to its slabs, and the array to its cache. */
function giveBack(machine: Machine, cache: PhysicalAddress, array: number): void {
  if (array === NULL) return
  const fields = (array - layout.PAGE_OFFSET) >> 2
  const avail = machine.words[fields + layout.AC_AVAIL]!
  machine.trace?.event('array-drained', avail)
  free_block(machine, cache, fields + layout.AC_ENTRY, avail)
  kfree(machine, array)
}
