/**
 * Memory pools: some elements are kept for bad times, so that who has given enough back will always get one. As long as
 * there is memory, they are not touched. Linux: mm/mempool.c.
 */
import { hex } from '#lib/hex.ts'
import { mightSleepFor } from '../context/sleep.ts'
import { __GFP_FS, __GFP_IO, __GFP_NOWARN, __GFP_WAIT, GFP_KERNEL } from '../gfp.ts'
import { BYTES_PER_WORD, NULL, toPhysical, type GfpFlags, type VirtualAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { BUG_ON, KernelHang } from '../panic.ts'
import { wakeup_bdflush } from '../reclaim/writeback.ts'
import { __kmalloc, kfree } from '../slab/kmalloc.ts'
import { schedule_timeout } from '../tasks/sleep.ts'
import { watched } from '../trace/trace.ts'
import { mempool_t, sizeofMempool, type mempool_alloc_t, type mempool_free_t } from './pool.ts'

const ENOMEM = 12

/**
 * Makes a pool that keeps `min_nr` elements, and gets them at once. Returns null when there is no memory for all.
 * Linux: mm/mempool.c mempool_create().
 */
export function mempool_create<Data>(
  machine: Machine,
  min_nr: number,
  alloc: mempool_alloc_t<Data>,
  free: mempool_free_t<Data>,
  pool_data: Data,
): mempool_t<Data> | null {
  return watched(machine, 'mempool_create', [min_nr], () => {
    const size = sizeofMempool(machine)
    const address = __kmalloc(machine, size, GFP_KERNEL)
    if (address === NULL) return null
    const start = toPhysical(address)
    machine.memory.bytes.fill(0, start, start + size)
    const pool = new mempool_t(machine, address, alloc, free, pool_data)
    pool.elements = __kmalloc(machine, min_nr * BYTES_PER_WORD, GFP_KERNEL)
    pool.min_nr = min_nr
    if (pool.elements !== NULL && fill(machine, pool, GFP_KERNEL)) return pool
    free_pool(machine, pool)
    return null
  })
}

/** Gets elements until the pool has all. Returns false when there is no memory for one. */
function fill<Data>(machine: Machine, pool: mempool_t<Data>, gfp_mask: GfpFlags): boolean {
  while (pool.curr_nr < pool.min_nr) {
    machine.trace?.event('pool-fills', pool.curr_nr, pool.min_nr)
    const element = pool.alloc(gfp_mask, pool.pool_data)
    if (element === NULL) return false
    // A handler may have given one back meanwhile.
    if (pool.curr_nr < pool.min_nr) pool.push(element)
    else pool.free(element, pool.pool_data)
  }
  return true
}

/** Linux: mm/mempool.c free_pool(). */
function free_pool<Data>(machine: Machine, pool: mempool_t<Data>): void {
  if (pool.elements !== NULL) {
    while (pool.curr_nr > 0) pool.free(pool.pop(), pool.pool_data)
  }
  kfree(machine, pool.elements)
  kfree(machine, pool.address)
  pool.destroyed = true
}

/**
 * The pool keeps so many elements from now on. Fewer: what is too much is given back at once. More: as many are got as
 * there are, and the rest when elements come back. Returns 0, or -12 when there is no memory for their addresses.
 * Linux: mm/mempool.c mempool_resize().
 */
export function mempool_resize<Data>(
  machine: Machine,
  pool: mempool_t<Data>,
  new_min_nr: number,
  gfp_mask: GfpFlags,
): number {
  alive('mempool_resize', pool)
  BUG_ON(new_min_nr <= 0, `mempool_resize: ${new_min_nr} elements are no pool`)
  return watched(machine, 'mempool_resize', [new_min_nr, gfp_mask], () => {
    if (new_min_nr < pool.min_nr) {
      while (pool.curr_nr > new_min_nr) pool.free(pool.pop(), pool.pool_data)
      pool.min_nr = new_min_nr
      return 0
    }
    const elements = __kmalloc(machine, new_min_nr * BYTES_PER_WORD, gfp_mask)
    if (elements === NULL) return -ENOMEM
    pool.copyElements(elements)
    kfree(machine, pool.elements)
    pool.elements = elements
    pool.min_nr = new_min_nr
    fill(machine, pool, gfp_mask)
    return 0
  })
}

/**
 * Gives a pool back, and its elements. It must have them all: one that is still in use stops the kernel.
 * Linux: mm/mempool.c mempool_destroy().
 */
export function mempool_destroy<Data>(machine: Machine, pool: mempool_t<Data>): void {
  alive('mempool_destroy', pool)
  watched(machine, 'mempool_destroy', [], () => {
    const { curr_nr, min_nr } = pool
    machine.trace?.event('pool-complete', curr_nr, min_nr)
    BUG_ON(curr_nr !== min_nr, `mempool_destroy: the pool has ${curr_nr} of its ${min_nr} elements`)
    free_pool(machine, pool)
  })
}

/**
 * Takes an element: where the pool gets them from, without waiting, or else from what it keeps. When it keeps none, a
 * mask with WAIT sleeps until one is given back, and any other gets NULL. Linux: mm/mempool.c mempool_alloc().
 * Differs: where nobody is left who could give one back it is a KernelHang.
 */
export function mempool_alloc<Data>(
  machine: Machine,
  pool: mempool_t<Data>,
  gfp_mask: GfpFlags,
): VirtualAddress {
  alive('mempool_alloc', pool)
  return watched(machine, 'mempool_alloc', [gfp_mask], () => {
    mightSleepFor(machine, gfp_mask, 'mm/mempool.c', 197)
    for (;;) {
      const element = tryOnce(machine, pool, gfp_mask)
      if (element !== NULL) return element
      if ((gfp_mask & __GFP_WAIT) === 0) return NULL
      waitForElement(machine, pool, gfp_mask)
    }
  })
}

/** The ways to an element without waiting for one that comes back. */
function tryOnce<Data>(
  machine: Machine,
  pool: mempool_t<Data>,
  gfp_mask: GfpFlags,
): VirtualAddress {
  const { trace } = machine
  const withoutWaiting = gfp_mask & ~(__GFP_WAIT | __GFP_IO)
  trace?.event('pool-asks', gfp_mask >>> 0, withoutWaiting >>> 0)
  const first = pool.alloc(withoutWaiting | __GFP_NOWARN, pool.pool_data)
  if (first !== NULL) return first

  const half = Math.trunc(pool.min_nr / 2)
  const reclaims = (gfp_mask & __GFP_FS) !== 0 && gfp_mask !== withoutWaiting
  const harder = reclaims && pool.curr_nr <= half
  trace?.event('pool-low', pool.curr_nr, half, reclaims ? 1 : 0, harder ? 1 : 0)
  if (harder) {
    const second = pool.alloc(gfp_mask, pool.pool_data)
    if (second !== NULL) return second
  }

  wakeup_bdflush(machine, 0)
  trace?.event('pool-reserve', pool.curr_nr, pool.min_nr, (gfp_mask & __GFP_WAIT) === 0 ? 0 : 1)
  return pool.curr_nr > 0 ? pool.pop() : NULL
}

/** Sleeps until an element is given back. The caller then begins anew. */
function waitForElement<Data>(machine: Machine, pool: mempool_t<Data>, gfp_mask: GfpFlags): void {
  pool.woken = false
  schedule_timeout(machine, 0)
  if (pool.woken) return
  throw new KernelHang(
    `mempool_alloc: mode ${hex(gfp_mask, 1)} waits for ever: the pool of ${pool.min_nr} is empty, and nobody gives an element back`,
  )
}

/**
 * Gives an element back: to the pool when it has not all it keeps, else where elements come from. NULL is not noticed,
 * as there. Linux: mm/mempool.c mempool_free().
 */
export function mempool_free<Data>(
  machine: Machine,
  element: VirtualAddress,
  pool: mempool_t<Data>,
): void {
  alive('mempool_free', pool)
  watched(machine, 'mempool_free', [element], () => {
    machine.trace?.event('pool-kept', pool.curr_nr, pool.min_nr)
    if (pool.curr_nr < pool.min_nr) {
      pool.push(element)
      pool.woken = true
    } else {
      pool.free(element, pool.pool_data)
    }
  })
}

function alive(caller: string, { destroyed }: { readonly destroyed: boolean }): void {
  BUG_ON(destroyed, `${caller}: the pool was destroyed`)
}
