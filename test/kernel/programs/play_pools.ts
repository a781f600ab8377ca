/** The operations on memory pools, and on pages by their address. */
import {
  __GFP_HIGHMEM,
  __GFP_NO_GROW,
  GFP_DMA,
  GFP_KERNEL,
  NULL,
  PAGE_SIZE,
  type GfpFlags,
  type Kernel,
} from '#kernel/index.ts'
import { isClear, pick } from './held.ts'
import { must } from './must.ts'
import type { ValuesOf } from './operations.ts'
import { isNull } from './play_objects.ts'
import { GaveUp, type Player } from './player.ts'

const ZONE_HIGHMEM = 2

export const poolOperations = {
  pool: (player: Player, { size, least }: ValuesOf['pool']) => {
    const { kernel } = player
    if (player.inInterrupt || player.irqsForbidden) return
    const name = `pool-${player.created++}`
    const create = () => kernel.kmem_cache_create(name, size)
    const cache = player.allocate(GFP_KERNEL, 1, create, (result) => result === null)
    if (cache === null) return
    if (cache.arrays.includes(NULL)) throw new GaveUp('a cache without an array')
    const { mempool_alloc_slab, mempool_free_slab } = kernel
    const make = () => kernel.mempool_create(least, mempool_alloc_slab, mempool_free_slab, cache)
    const pool = player.allocate(GFP_KERNEL, 1, make, (result) => result === null)
    const bytes = kernel.configuration.slabDebug ? size & ~3 : cache.objsize
    if (pool === null) kernel.kmem_cache_destroy(cache)
    else player.pools.push({ pool, cache, bytes, held: [] })
  },

  poolTake: (player: Player, { which, count, gfp }: ValuesOf['poolTake']) => {
    const own = pick(player.pools, which)
    if (own === undefined) return
    const { pool, cache, bytes, held } = own
    const mask: GfpFlags = gfp & ~(GFP_DMA | __GFP_NO_GROW)
    // Nobody gives one back while this task waits for it.
    player.mayStop(/^mempool_alloc: /)
    for (let i = 0; i < count; i++) {
      const call = () => player.kernel.mempool_alloc(pool, mask)
      const address = player.allocate(mask, cache.gfporder, call, isNull)
      if (address === NULL) return
      held.push(player.hold(address, bytes))
    }
  },

  poolGive: (player: Player, { which, count }: ValuesOf['poolGive']) => {
    const own = pick(player.pools, which)
    if (own === undefined) return
    for (const object of own.held.splice(0, count)) {
      player.verify(object)
      player.kernel.mempool_free(object.address, own.pool)
    }
  },

  poolResize: (player: Player, { which, least }: ValuesOf['poolResize']) => {
    const own = pick(player.pools, which)
    if (own === undefined || player.inInterrupt) return
    const call = () => player.kernel.mempool_resize(own.pool, least, GFP_KERNEL)
    player.note(player.allocate(GFP_KERNEL, 1, call, (result) => result !== 0))
  },

  poolEnd: (player: Player, { which }: ValuesOf['poolEnd']) => {
    const own = pick(player.pools, which)
    if (own === undefined || player.inInterrupt || player.irqsForbidden) return
    // One that has not all its elements cannot go.
    if (own.pool.curr_nr + own.held.length < own.pool.min_nr) return
    player.pools.splice(player.pools.indexOf(own), 1)
    player.endPool(own)
  },
}

/** Pages of high memory that are free, or can be. */
function highPages({ machine }: Kernel): number {
  return machine.zones
    .filter(({ index }) => index === ZONE_HIGHMEM)
    .flatMap(({ free_pages, nr_active, nr_inactive, pageset }) => [
      free_pages + nr_active + nr_inactive,
      ...pageset.flat().map(({ count }) => count),
    ])
    .reduce((sum, pages) => sum + pages, 0)
}

export const addressOperations = {
  addresses: (player: Player, { order, gfp }: ValuesOf['addresses']) => {
    const { kernel } = player
    const before = highPages(kernel)
    const call = () => kernel.__get_free_pages(gfp, order)
    const mayBeHigh = (gfp & __GFP_HIGHMEM) !== 0
    const failed = (address: number): boolean => address === NULL && !mayBeHigh
    const address = player.allocate(gfp, order, call, failed)
    if (address !== NULL) {
      const bytes = PAGE_SIZE * 2 ** order
      const frame = kernel.virt_to_page(address)
      player.blocks.push({ ...player.hold(address, bytes), frame, order, mapped: true })
    } else if (mayBeHigh) {
      player.lostPages += before - highPages(kernel)
    }
  },

  zeroed: (player: Player, { gfp }: ValuesOf['zeroed']) => {
    const { kernel } = player
    const address = player.allocate(gfp, 0, () => kernel.get_zeroed_page(gfp), isNull)
    if (address === NULL) return
    must(isClear(kernel, address, PAGE_SIZE), 'get_zeroed_page() did not clear its page')
    const frame = kernel.virt_to_page(address)
    player.blocks.push({ ...player.hold(address, PAGE_SIZE), frame, order: 0, mapped: true })
  },
}
