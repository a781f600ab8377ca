/** The operations on caches of the program's own, and on all caches. */
import {
  GFP_DMA,
  GFP_KERNEL,
  NULL,
  SLAB_CACHE_DMA,
  SLAB_DESTROY_BY_RCU,
  SLAB_PANIC,
  type GfpFlags,
} from '#kernel/index.ts'
import { pick, removeSeveral, type OwnCache } from './held.ts'
import { must, mustBe } from './must.ts'
import type { ValuesOf } from './operations.ts'
import { isNull, MOST_BYTES } from './play_objects.ts'
import { GaveUp, type Player } from './player.ts'

const EINVAL = -22
const ENOMEM = -12

function create(player: Player, { size, align, flags, hooks }: ValuesOf['create']): void {
  const { kernel } = player
  const { slabDebug } = kernel.configuration
  const withHooks = hooks === 1 && (flags & SLAB_DESTROY_BY_RCU) === 0
  const count = { made: 0 }
  const ctor = withHooks ? () => count.made++ : null
  const dtor = withHooks ? () => count.made-- : null
  const name = `own-${player.created++}`
  const call = () => kernel.kmem_cache_create(name, size, align, flags, ctor, dtor)
  if (player.irqsForbidden) return
  if (player.inInterrupt) return player.refused(call)
  // Large objects with a large alignment, or kept to a single page, may not fit at all.
  const mayNotFit = size + align > 4096
  if ((flags & SLAB_PANIC) !== 0) player.mayStop(/failed to create slab/)
  const cache = player.allocate(GFP_KERNEL, 1, call, (result) => result === null && !mayNotFit)
  if (cache === null) return
  if (cache.array === NULL) throw new GaveUp('a cache without an array')
  must(cache.objsize >= size, `objects of ${cache.objsize} bytes for ${size}`)
  // With debugging they run for each allocation, too.
  const countsHooks = withHooks && !slabDebug
  const bytes = slabDebug ? size & ~3 : cache.objsize
  player.caches.push(Object.assign(count, { cache, bytes, hooks: countsHooks, held: [] }))
}

/** The mask with the zone that the cache wants. */
function maskFor({ cache }: OwnCache, gfp: GfpFlags): GfpFlags {
  return (cache.flags & SLAB_CACHE_DMA) === 0 ? gfp & ~GFP_DMA : gfp | GFP_DMA
}

function take(player: Player, own: OwnCache, gfp: GfpFlags): boolean {
  const { cache } = own
  const { kernel } = player
  const address = player.allocate(
    gfp,
    cache.gfporder,
    () => kernel.kmem_cache_alloc(cache, gfp),
    isNull,
  )
  if (address === NULL) return false
  own.held.push(player.hold(address, own.bytes))
  return true
}

/** Returns whether some object is in use, as the call must. A handler that gives the last one back may come too late. */
function mustBeBusy(what: string, own: OwnCache, call: () => number): boolean {
  const before = own.held.length
  const result = call()
  if (before === 0 || own.held.length > 0) {
    mustBe(`the result of ${what}`, result, own.held.length === 0 ? 0 : 1)
  }
  return result === 1
}

export const cacheOperations = {
  create,

  take: (player: Player, { which, count, gfp }: ValuesOf['take']) => {
    const own = pick(player.caches, which)
    if (own === undefined) return
    const most = Math.min(count, Math.ceil(MOST_BYTES / own.cache.objsize))
    for (let i = 0; i < most && take(player, own, maskFor(own, gfp)); i++);
  },

  give: (player: Player, { which, count, way }: ValuesOf['give']) => {
    const own = pick(player.caches, which)
    if (own === undefined) return
    for (const object of removeSeveral(own.held, count, way)) player.giveObject(own, object)
  },

  shrink: (player: Player, { which }: ValuesOf['shrink']) => {
    const own = pick(player.caches, which)
    if (own === undefined) return
    const call = () => player.kernel.kmem_cache_shrink(own.cache)
    if (player.irqsForbidden) return
    if (player.inInterrupt) return player.refused(call)
    mustBeBusy('kmem_cache_shrink', own, call)
  },

  shrinkAny: (player: Player, { which }: ValuesOf['shrinkAny']) => {
    const cache = pick(player.kernel.caches(), which)
    if (cache === undefined || player.inInterrupt || player.irqsForbidden) return
    player.note(player.kernel.kmem_cache_shrink(cache))
  },

  destroy: (player: Player, { which }: ValuesOf['destroy']) => {
    const own = pick(player.caches, which)
    if (own === undefined) return
    const call = () => player.kernel.kmem_cache_destroy(own.cache)
    const waits = (own.cache.flags & SLAB_DESTROY_BY_RCU) !== 0
    if (player.irqsForbidden || (waits && player.graceForbidden)) return
    if (player.inInterrupt) return player.refused(call)
    if (mustBeBusy('kmem_cache_destroy', own, call)) {
      must(player.kernel.caches()[0] === own.cache, 'a busy cache is not the first one')
      return
    }
    if (own.hooks) mustBe('the number of objects that are constructed', own.made, 0)
    player.forgetShrinker(own)
    player.caches.splice(player.caches.indexOf(own), 1)
  },

  tune: (player: Player, { which, limit, batch, shared }: ValuesOf['tune']) => {
    const { kernel } = player
    const cache = pick(kernel.caches(), which)
    if (cache === undefined || player.inInterrupt || player.irqsForbidden) return
    const text = `${cache.name} ${limit} ${batch} ${shared}`
    const isPossible = limit >= 1 && batch >= 1 && batch <= limit && shared >= 0
    const call = () => kernel.slabinfo_write(text)
    const result = player.allocate(GFP_KERNEL, 1, call, (length) => length === ENOMEM)
    if (result === ENOMEM) return
    mustBe('the result of slabinfo_write', result, isPossible ? text.length : EINVAL)
    if (player.caches.every((own) => own.cache !== cache)) player.tunedOthers = true
    if (isPossible) mustBe('the limit that was written', cache.limit, limit)
  },

  wrongZone: (player: Player, { which }: ValuesOf['wrongZone']) => {
    const own = pick(player.caches, which)
    if (own === undefined) return
    player.mayStop(/^kmem_flagcheck: /)
    take(player, own, maskFor(own, GFP_KERNEL) ^ GFP_DMA)
  },
}
