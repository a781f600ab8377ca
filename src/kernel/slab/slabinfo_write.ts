/** Tuning a cache by writing to /proc/slabinfo. Linux: mm/slab.c slabinfo_write(). */
import type { Machine } from '../machine.ts'
import { cacheChain } from '../proc/slabinfo.ts'
import { do_tune_cpucache } from './cpucache.ts'

const EINVAL = 22
const MAX_SLABINFO_WRITE = 128
/** A name, and what sscanf(" %d %d %d") takes for numbers: no plus sign, and a minus sign needs no space before it. */
const THREE_NUMBERS = /^([^ ]*) \s*(-?\d+)(?!\d)\s*(-?\d+)(?!\d)\s*(-?\d+)/

/**
 * `name limit batchcount sharedfactor` gives a cache new arrays: of each processor for `limit` objects, and shared
 * by all for `sharedfactor` batches. Returns the length of the text; -22 when it is longer than 128, says something
 * else, there is no such cache, or the numbers cannot be (limit and batchcount are at least 1, batchcount is at most
 * limit, no shared factor is negative); -12 when there is no memory. A limit above 32764 is an oops, because
 * no cache for kmalloc has objects that large. Linux: mm/slab.c slabinfo_write().
 */
export function slabinfo_write(machine: Machine, text: string): number {
  if (text.length > MAX_SLABINFO_WRITE) return -EINVAL
  const [, name, ...numbers] = THREE_NUMBERS.exec(text) ?? []
  const [limit = 0, batchcount = 0, shared = 0] = numbers.map((digits) => Number(digits) | 0)
  const cache = cacheChain(machine).find((candidate) => candidate.name === name)
  if (cache === undefined) return -EINVAL
  if (limit < 1 || batchcount < 1 || batchcount > limit || shared < 0) return -EINVAL
  const result = do_tune_cpucache(machine, cache.descriptor, limit, batchcount, shared)
  return result < 0 ? result : text.length
}
