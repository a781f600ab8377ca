/** The lists of pages that can be reclaimed, the disk, and kswapd. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  GFP_ATOMIC,
  GFP_KERNEL,
  GFP_NOIO,
  KernelHang,
  watchEvents,
  type Kernel,
  type PageFrame,
} from '#kernel/index.ts'
import { PG_active, PG_writeback } from '#kernel/page/page_flags.ts'
import { TICKS_PER_PAGE } from '#kernel/reclaim/disk.ts'
import type { Zone } from '#kernel/page/zone.ts'

let kernel: Kernel
let dma: Zone
beforeEach(() => {
  kernel = boot({ megabytes: 16 })
  dma = kernel.machine.zones[0]!
})

const inactive = (): PageFrame[] => kernel.machine.pages.list(dma.inactive_list)
const active = (): PageFrame[] => kernel.machine.pages.list(dma.active_list)
const flags = (frame: PageFrame): number => kernel.machine.pages.flags[frame]!

/** Takes pages until kswapd is woken. */
function wake(): void {
  while (kernel.machine.kswapd.thread?.woken === false) kernel.alloc_pages(GFP_ATOMIC, 0)
}

describe('a page of the page cache', () => {
  test('is of a kind that there is, and there are as many as can be counted', () => {
    // @ts-expect-error: no such kind
    expect(() => kernel.fillPageCache({ pages: 10, kind: 'dirty' })).toThrow('of kind dirty')
    // @ts-expect-error: not a number
    expect(() => kernel.fillPageCache({ kind: 'clean' })).toThrow('undefined is no number of pages')
    expect(() => kernel.fillPageCache({ pages: 1.5, kind: 'clean' })).toThrow(RangeError)
    expect(inactive()).toEqual([])
    expect(kernel.check()).toEqual([])
  })

  test('comes through the cold list, to the front of the inactive list', () => {
    const [hot, cold] = dma.pcp
    const before = hot.count
    const frames = kernel.fillPageCache({ pages: 3, kind: 'clean' })
    expect(hot.count).toBe(before)
    expect(cold.count).toBe(0)
    expect(inactive()).toEqual(frames.toReversed())
  })

  test('used once is marked, used twice is active', () => {
    const [one] = kernel.fillPageCache({ pages: 1, kind: 'clean' })
    kernel.mark_page_accessed(one!)
    expect(active()).toEqual([])
    kernel.mark_page_accessed(one!)
    expect(active()).toEqual([one])
    expect(inactive()).toEqual([])
  })

  test('cannot be freed by who does not own it', () => {
    const [one] = kernel.fillPageCache({ pages: 1, kind: 'clean' })
    expect(() => kernel.__free_pages(one!, 0)).toThrow('is in an LRU list')
  })

  test('is freed oldest first, to the cold list', () => {
    const frames = kernel.fillPageCache({ pages: 600, kind: 'clean' })
    wake()
    const freed: PageFrame[] = []
    const stop = watchEvents(kernel, ({ name, values }) => {
      if (name === 'page-reclaimed') freed.push(values['frame'] ?? -1)
      if (name === 'page-to-list') expect(values['cold']).toBe(1)
    })
    kernel.runKswapd()
    stop()
    expect(freed.length).toBeGreaterThanOrEqual(32)
    expect(freed).toEqual(frames.slice(0, freed.length))
    expect(kernel.check()).toEqual([])
  })
})

describe('kswapd', () => {
  test('is woken below the low mark, and reclaims up to the high mark when time passes', () => {
    kernel.fillPageCache({ pages: 1000, kind: 'clean' })
    wake()
    expect(dma.free_pages).toBeLessThanOrEqual(dma.pages_low)
    kernel.tick(1)
    expect(dma.free_pages).toBeGreaterThan(dma.pages_high)
    expect(kernel.machine.kswapd.thread?.woken).toBe(false)
    expect(kernel.check()).toEqual([])
  })

  test('gives up on a zone in which nothing comes back, until a page is freed there', () => {
    const hog = kernel.startTask({ comm: 'hog', pages: 2000 })
    wake()
    kernel.tick(1)
    expect(dma.all_unreclaimable).toBe(true)
    expect(dma.pages_scanned).toBeGreaterThanOrEqual(4 * dma.nr_active)
    kernel.do_exit(hog)
    expect(dma.all_unreclaimable).toBe(false)
    expect(dma.pages_scanned).toBe(0)
  })

  test('spares the memory of processes: it stays active', () => {
    kernel.startTask({ comm: 'app', pages: 200 })
    kernel.fillPageCache({ pages: 200, kind: 'clean', accessed: 2 })
    expect(active()).toHaveLength(400)
    wake()
    kernel.runKswapd()
    expect(kernel.machine.reclaimable.nr_mapped).toBe(200)
    expect(active().every((frame) => (flags(frame) & PG_active) !== 0)).toBe(true)
    expect(kernel.check()).toEqual([])
  })
})

describe('a dirty page', () => {
  test('is written first, which takes its time, and is freed after that', () => {
    const frames = kernel.fillPageCache({ pages: 800, kind: 'needs-fs' })
    expect(kernel.machine.reclaimable.nr_dirty).toBe(800)
    wake()
    kernel.runKswapd()
    const { nr_dirty, nr_writeback, nr_pagecache } = kernel.machine.reclaimable
    expect(nr_dirty).toBeLessThan(800)
    expect(nr_dirty + nr_writeback).toBeLessThanOrEqual(nr_pagecache)
    kernel.tick(800 * TICKS_PER_PAGE)
    expect(kernel.machine.reclaimable.nr_writeback).toBe(0)
    expect(frames.some((frame) => (flags(frame) & PG_writeback) !== 0)).toBe(false)
    expect(kernel.check()).toEqual([])
  })

  test('on its way to swap is not counted as dirty, and in swap cache and page cache as one', () => {
    kernel.fillPageCache({ pages: 10, kind: 'needs-io' })
    kernel.fillPageCache({ pages: 5, kind: 'clean' })
    expect(kernel.machine.reclaimable).toMatchObject({
      nr_dirty: 0,
      nr_pagecache: 15,
      total_swapcache_pages: 10,
    })
  })
})

describe('shrinkers', () => {
  test('a cache gives the same part of its objects as the pages that were looked at, in batches of 128', () => {
    const calls: number[] = []
    let objects = 10_000
    kernel.fillPageCache({ pages: 1000, kind: 'clean' })
    kernel.set_shrinker(2, (nr) => {
      if (nr > 0) calls.push(nr)
      objects -= nr
      return objects
    })
    wake()
    kernel.runKswapd()
    expect(calls.length).toBeGreaterThan(0)
    expect(new Set(calls)).toEqual(new Set([128]))
  })

  test('names of files come back for GFP_KERNEL, and pages of slabs count as progress', () => {
    const names = kernel.makeDentryCache()
    names.fill(28 * 1200)
    const { nr_slab } = kernel.machine
    for (let page = 0; page < 2000; page++) expect(kernel.alloc_pages(GFP_KERNEL, 0)).not.toBeNull()
    expect(names.nr_unused).toBeLessThan(28 * 1200)
    expect(kernel.machine.nr_slab).toBeLessThan(nr_slab)
    expect(kernel.check()).toEqual([])
  })

  test('and not for GFP_NOIO: kswapd frees memory, but without progress of its own it never looks again', () => {
    const names = kernel.makeDentryCache()
    names.fill(28 * 1200)
    const refused = new Set<number>()
    const stop = watchEvents(kernel, ({ name }) => {
      if (name === 'shrinker-refused') refused.add(kernel.current.pid)
    })
    expect(() => {
      for (;;) kernel.alloc_pages(GFP_NOIO, 0)
    }).toThrow(KernelHang)
    stop()
    expect([...refused]).toEqual([0])
    expect(dma.free_pages).toBeGreaterThan(dma.pages_high)
    expect(kernel.check()).toEqual([])
  })

  test('one that is removed is asked no more', () => {
    let asked = 0
    const shrinker = kernel.set_shrinker(2, () => asked++)
    kernel.remove_shrinker(shrinker)
    wake()
    kernel.runKswapd()
    expect(asked).toBe(0)
    expect(() => kernel.remove_shrinker(shrinker)).toThrow('is not registered')
  })
})
