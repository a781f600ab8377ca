/**
 * What slab debugging makes of a cache that is created: flags that are always on where they can be, and the words
 * that each object gets in addition. Linux: mm/slab.c kmem_cache_create(), with DEBUG and FORCED_DEBUG.
 */
import { BYTES_PER_WORD, PAGE_SIZE } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { BUG_ON } from '../panic.ts'
import { printk } from '../printk.ts'
import type { Trace } from '../trace/trace.ts'
import {
  SLAB_DEBUG_INITIAL,
  SLAB_DESTROY_BY_RCU,
  SLAB_POISON,
  SLAB_RED_ZONE,
  SLAB_STORE_USER,
} from './slab_flags.ts'

/** The words that debugging adds to an object: two red ones and the last user. */
const ADDED_WORDS = 3

/**
 * The flags a cache gets in a kernel with slab debugging. Poison always, but where readers may look at free objects
 * (DESTROY_BY_RCU); red words and last user unless they would lift a large object above the next power of two.
 */
export function forcedFlags(
  machine: Machine,
  name: string,
  size: number,
  asked: number,
  hasConstructor: boolean,
): number {
  let flags = asked
  if (name.includes(' ')) printk(machine, 'Badness in kmem_cache_create at mm/slab.c')
  if ((flags & SLAB_DEBUG_INITIAL) !== 0 && !hasConstructor) {
    printk(machine, `kmem_cache_create: ${name}: nothing to check the objects with: no constructor`)
    flags &= ~SLAB_DEBUG_INITIAL
  }
  const byRcu = (flags & SLAB_DESTROY_BY_RCU) !== 0
  if (hasRoomForWords(size)) flags |= SLAB_RED_ZONE | SLAB_STORE_USER
  if (!byRcu) flags |= SLAB_POISON
  BUG_ON(
    byRcu && (flags & SLAB_POISON) !== 0,
    `kmem_cache_create: ${name}: poison with DESTROY_BY_RCU`,
  )
  machine.trace?.event('debug-flags', size, asked >>> 0, flags >>> 0)
  return flags >>> 0
}

/** Small objects get the words always, large ones when the sum needs no larger power of two. */
function hasRoomForWords(size: number): boolean {
  const added = ADDED_WORDS * BYTES_PER_WORD
  return size < PAGE_SIZE || Math.clz32(size - 1) === Math.clz32(size - 1 + added)
}

/** What the words make of the size and the alignment of an object, and how far into its place it begins. */
export interface DebugSpace {
  /** Bytes that debugging adds to each object. */
  readonly added: number
  readonly align: number
  readonly dbghead: number
}

/** An object with red words or last user is aligned to whole words, whatever was decided before. */
export function debugSpace(
  size: number,
  align: number,
  flags: number,
  trace: Trace | null,
): DebugSpace {
  const redWords = (flags & SLAB_RED_ZONE) === 0 ? 0 : 2 * BYTES_PER_WORD
  const userWord = (flags & SLAB_STORE_USER) === 0 ? 0 : BYTES_PER_WORD
  const added = redWords + userWord
  if (added > 0) trace?.event('debug-space', size, added, align, BYTES_PER_WORD)
  return {
    added,
    align: added === 0 ? align : BYTES_PER_WORD,
    dbghead: redWords === 0 ? 0 : BYTES_PER_WORD,
  }
}

/** An alignment that the caller asks for, beyond that of the flag, cannot be had with red words and last user. */
export function flagsForAlignment(flags: number, ownAlign: number, askedAlign: number): number {
  const demanded = ownAlign < askedAlign && askedAlign > BYTES_PER_WORD
  return demanded ? (flags & ~(SLAB_RED_ZONE | SLAB_STORE_USER)) >>> 0 : flags
}
