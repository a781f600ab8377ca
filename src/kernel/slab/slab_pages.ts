/**
 * The pages of a slab: where they come from and go to, and which slab they are of. Linux: mm/slab.c.
 */
import { SLAB_DMA } from '../gfp.ts'
import * as layout from '../layout.ts'
import { NO_PAGE, PAGE_SHIFT, POINTER_BASE } from '../layout.ts'
import type { GfpFlags, PageFrame, PhysicalAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { alloc_pages } from '../page/page_alloc.ts'
import { PG_slab } from '../page/page_flags.ts'
import { __free_pages } from '../page/page_free.ts'
import { BUG_ON } from '../panic.ts'

/** The first frame of a slab's pages. */
export function slabFrame(words: Int32Array, slab: PhysicalAddress): PageFrame {
  const fields = slab >> 2
  const start = words[fields + layout.SLAB_S_MEM]! - words[fields + layout.SLAB_COLOUROFF]!
  return (start + POINTER_BASE) >>> PAGE_SHIFT
}

/** The number of a slab in its cache, by creation, from 0. */
export function slabNumber(machine: Machine, slab: PhysicalAddress): number {
  return machine.pages.slabNumber[slabFrame(machine.words, slab)]!
}

/** The DMA bit must agree with the cache. Linux: mm/slab.c kmem_flagcheck(). */
export function kmem_flagcheck(machine: Machine, cache: PhysicalAddress, flags: GfpFlags): void {
  const gfpflags = machine.words[(cache >> 2) + layout.CACHE_GFPFLAGS]!
  machine.trace?.event('dma-checked', flags, gfpflags)
  const dmaCache = (gfpflags & SLAB_DMA) !== 0
  if ((flags & SLAB_DMA) !== 0) BUG_ON(!dmaCache, 'kmem_flagcheck: DMA mask, ordinary cache')
  else BUG_ON(dmaCache, 'kmem_flagcheck: ordinary mask, DMA cache')
}

/** The pages of a new slab, or NO_PAGE. Linux: mm/slab.c kmem_getpages(). */
export function kmem_getpages(
  machine: Machine,
  cache: PhysicalAddress,
  flags: GfpFlags,
  colourOffset: number,
): PageFrame {
  const { words, pages, trace } = machine
  const order = words[(cache >> 2) + layout.CACHE_GFPORDER]!
  const mask = flags | words[(cache >> 2) + layout.CACHE_GFPFLAGS]!
  trace?.enter('kmem_getpages', cache, mask, order)
  const frame = alloc_pages(machine, mask, order)
  if (frame === NO_PAGE) {
    trace?.event('no-pages', order, mask)
  } else {
    trace?.event('pages', frame, order, mask, colourOffset)
    machine.nr_slab += 1 << order
    for (let i = 0; i < 1 << order; i++) pages.flags[frame + i]! |= PG_slab
  }
  trace?.leave(frame)
  return frame
}

/** Gives the pages of a slab back. Linux: mm/slab.c kmem_freepages(). */
export function kmem_freepages(machine: Machine, cache: PhysicalAddress, frame: PageFrame): void {
  const order = machine.words[(cache >> 2) + layout.CACHE_GFPORDER]!
  machine.trace?.enter('kmem_freepages', cache, frame, order)
  machine.nr_slab -= 1 << order
  const { flags, cache: owners } = machine.pages
  for (let i = 0; i < 1 << order; i++) {
    flags[frame + i]! &= ~PG_slab
    owners[frame + i] = 0
  }
  const { current } = machine.cpu
  if (current.reclaimed_slab !== null) current.reclaimed_slab += 1 << order
  __free_pages(machine, frame, order)
  machine.trace?.leave()
}
