/**
 * Making the pages of a new slab into objects: each page learns its cache and slab, each object is constructed and
 * linked into the free list. Linux: mm/slab.c.
 */
import * as layout from '../layout.ts'
import type { GfpFlags, PageFrame, PhysicalAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { BUG } from '../panic.ts'
import { initDebugObjects } from './debug_slab.ts'
import type { NewSlab } from './own_slab.ts'
import { slabNumber } from './slab_pages.ts'

/** Lets every page of a slab point at its cache and slab: that is how kfree finds them. Linux: set_slab_attr(). */
export function set_slab_attr(
  machine: Machine,
  cache: PhysicalAddress,
  slab: PhysicalAddress,
  frame: PageFrame,
): void {
  const { pages } = machine
  const count = 1 << machine.words[(cache >> 2) + layout.CACHE_GFPORDER]!
  for (let i = 0; i < count; i++) {
    pages.lru_next[frame + i] = cache
    pages.lru_prev[frame + i] = slab
    pages.cache[frame + i] = cache
  }
  const handle = machine.caches.get(cache)
  if (handle === undefined) return BUG('cache_grow: no such cache')
  pages.slabNumber[frame] = handle.slabsEver
  handle.slabsEver++
}

/**
 * Runs the constructor on each object and links them all into the free list, in the order of a learner's plan if there
 * is one. Linux: cache_init_objs().
 */
export function cache_init_objs(
  machine: Machine,
  cache: PhysicalAddress,
  slab: PhysicalAddress,
  ctor_flags: GfpFlags,
  plan: NewSlab | null,
): void {
  const { words, trace } = machine
  const halves = machine.memory.halves
  const num = words[(cache >> 2) + layout.CACHE_NUM]!
  const bufctl = (slab + layout.SIZEOF_SLAB) >> 1
  if (trace !== null) trace.enter('cache_init_objs', cache, slabNumber(machine, slab), num)
  if (machine.configuration.slabDebug) initDebugObjects(machine, cache, slab, ctor_flags)
  else if (words[(cache >> 2) + layout.CACHE_CTOR] !== 0)
    construct(machine, cache, slab, ctor_flags)
  if (plan === null) {
    for (let i = 0; i < num; i++) halves[bufctl + i] = i + 1
    halves[bufctl + num - 1] = layout.BUFCTL_END
  } else halves.set(plan.bufctl, bufctl)
  halves[(slab + layout.SLAB_FREE_BYTE) >> 1] = plan?.free ?? 0
  trace?.event('linked', num)
  trace?.leave()
}

function construct(
  machine: Machine,
  cache: PhysicalAddress,
  slab: PhysicalAddress,
  ctor_flags: GfpFlags,
): void {
  const handle = machine.caches.get(cache)
  if (handle?.ctor == null) return
  const s_mem = machine.words[(slab >> 2) + layout.SLAB_S_MEM]! >>> 0
  const { trace } = machine
  for (let i = 0; i < handle.num; i++) {
    const object = s_mem + i * handle.objsize
    trace?.event('constructed', object, i, ctor_flags)
    handle.ctor(object, handle, ctor_flags)
  }
}
