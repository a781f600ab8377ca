/** Pages: blocks, per-CPU lists, zones and watermarks, and what happens when there are none left. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  findProblems,
  freePages,
  GFP_ATOMIC,
  GFP_DMA,
  GFP_KERNEL,
  GFP_NOFS,
  KernelBug,
  KernelHang,
  KernelPanic,
  NULL,
  __GFP_COLD,
  __GFP_HIGH,
  __GFP_HIGHMEM,
  __GFP_NORETRY,
  __GFP_ZERO,
  type GfpFlags,
  type Kernel,
} from '#kernel/index.ts'
import { zone_watermark_ok } from '#kernel/page/watermark.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot({ megabytes: 32 })
})

describe('alloc_pages', () => {
  test('a block is aligned to its size, and its pages follow each other', () => {
    for (let order = 0; order <= 10; order++) {
      const frame = kernel.alloc_pages(GFP_KERNEL, order)
      expect(frame).not.toBeNull()
      expect((frame ?? 1) % (1 << order)).toBe(0)
    }
  })

  test('an order above 10 is null', () => {
    expect(kernel.alloc_pages(GFP_KERNEL, 11)).toBeNull()
  })

  test('the page freed last is taken first', () => {
    const frame = kernel.alloc_pages(GFP_KERNEL, 0)!
    kernel.__free_pages(frame, 0)
    expect(kernel.alloc_pages(GFP_KERNEL, 0)).toBe(frame)
  })

  test('COLD takes from the cold list, which is empty and is filled first', () => {
    const [, cold] = kernel.machine.zones[1]!.pcp
    kernel.alloc_pages(GFP_KERNEL | __GFP_COLD, 0)
    expect(cold.count).toBe(cold.batch - 1)
  })

  test('freed blocks grow together again', () => {
    const before = kernel.buddyinfo()
    const frames = Array.from({ length: 8 }, () => kernel.alloc_pages(GFP_KERNEL, 3)!)
    expect(kernel.buddyinfo()).not.toBe(before)
    for (const frame of frames) kernel.__free_pages(frame, 3)
    expect(kernel.buddyinfo()).toBe(before)
  })

  test('ZERO clears what was there', () => {
    const address = kernel.__get_free_pages(GFP_KERNEL, 0)
    kernel.write32(address, 42)
    kernel.free_pages(address, 0)
    expect(kernel.__get_free_pages(GFP_KERNEL | __GFP_ZERO, 0)).toBe(address)
    expect(kernel.read32(address)).toBe(0)
  })

  test('both zone bits at once are a bug of the caller', () => {
    expect(() => kernel.alloc_pages(GFP_DMA | __GFP_HIGHMEM, 0)).toThrow(KernelBug)
  })
})

describe('__free_pages', () => {
  test('of a page that is free stops the kernel', () => {
    const frame = kernel.alloc_pages(GFP_KERNEL, 0)!
    kernel.__free_pages(frame, 0)
    expect(() => kernel.__free_pages(frame, 0)).toThrow('is free already')
  })

  test('of a page of a slab, or of one that does not exist, stops the kernel', () => {
    const object = kernel.kmalloc(100, GFP_KERNEL)
    expect(() => kernel.free_pages(object, 0)).toThrow('belongs to a slab')
    expect(() => kernel.__free_pages(99999, 0)).toThrow('there is no page frame 99999')
  })

  test('of a reserved page, or of NULL, is nothing', () => {
    const before = freePages(kernel)
    kernel.__free_pages(0, 0)
    kernel.free_pages(NULL, 0)
    expect(freePages(kernel)).toBe(before)
  })
})

describe('when memory runs out', () => {
  /** Takes pages until there are no more, and returns how many there were. */
  function drain(flags: GfpFlags): number {
    for (let count = 0; ; count++) if (kernel.alloc_pages(flags, 0) === null) return count
  }

  test('a mask that may not sleep gets null, and leaves the reserve of others alone', () => {
    drain(GFP_ATOMIC)
    const [dma, normal] = kernel.machine.zones
    // GFP_ATOMIC may use half of the mark, and a quarter of the rest: 90 becomes 45, then 34.
    expect(normal?.free_pages).toBeLessThanOrEqual(90)
    expect(normal?.free_pages).toBeGreaterThanOrEqual(34 - 2)
    expect(dma?.free_pages).toBeGreaterThan(16)
    expect(findProblems(kernel)).toEqual([])
  })

  test('the deeper the discount, the more pages', () => {
    const counts = [
      GFP_KERNEL | __GFP_NORETRY,
      GFP_KERNEL | __GFP_NORETRY | __GFP_HIGH,
      GFP_ATOMIC,
    ].map((flags) => {
      kernel.reset()
      return drain(flags)
    })
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect(new Set(counts).size).toBe(3)
  })

  test('kmalloc is NULL then', () => {
    drain(GFP_ATOMIC)
    expect(kernel.kmalloc(131072, GFP_ATOMIC)).toBe(NULL)
  })

  test('GFP_KERNEL: nothing can be reclaimed and nobody killed, so the machine panics', () => {
    expect(() => drain(GFP_KERNEL)).toThrow(KernelPanic)
    expect(() => drain(GFP_KERNEL)).toThrow('Out of memory and no killable processes')
  })

  test('GFP_NOFS waits for ever up to order 3, and gets null above', () => {
    expect(() => drain(GFP_NOFS)).toThrow(KernelHang)
    expect(kernel.alloc_pages(GFP_NOFS, 10)).toBeNull()
  })

  test('NORETRY gets null', () => {
    expect(drain(GFP_KERNEL | __GFP_NORETRY)).toBeGreaterThan(1000)
  })
})

describe('zone_watermark_ok', () => {
  const zone = (free_pages: number, blocks: number[] = [], reserve = 0) => ({
    free_pages,
    lowmem_reserve: [0, reserve, 0],
    nr_free: Int32Array.from({ length: 11 }, (_, order) => blocks[order] ?? 0),
  })

  test('as many free pages as the mark are too few', () => {
    expect(zone_watermark_ok(zone(480), 0, 480, 0, false, false)).toBe(false)
    expect(zone_watermark_ok(zone(481), 0, 480, 0, false, false)).toBe(true)
  })

  test('HIGH takes half off the mark, not waiting a quarter of the rest', () => {
    expect(zone_watermark_ok(zone(241), 0, 480, 0, false, true)).toBe(true)
    expect(zone_watermark_ok(zone(240), 0, 480, 0, false, true)).toBe(false)
    expect(zone_watermark_ok(zone(181), 0, 480, 0, true, true)).toBe(true)
    expect(zone_watermark_ok(zone(180), 0, 480, 0, true, true)).toBe(false)
  })

  test('the reserve counts in full', () => {
    expect(zone_watermark_ok(zone(420, [], 240), 0, 480, 1, true, true)).toBe(false)
    expect(zone_watermark_ok(zone(421, [], 240), 0, 480, 1, true, true)).toBe(true)
  })

  test('free pages in small blocks do not help a large request', () => {
    expect(zone_watermark_ok(zone(1000, [1000]), 1, 100, 0, false, false)).toBe(false)
    expect(zone_watermark_ok(zone(1000, [0, 500]), 1, 100, 0, false, false)).toBe(true)
  })
})
