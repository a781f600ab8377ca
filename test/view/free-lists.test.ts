/** Free pages in their lists, and a few frames in a row while blocks are split and merged. */
import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { boot, GFP_ATOMIC, GFP_KERNEL, type Kernel } from '#kernel/index.ts'
import { viewBlockSteps, viewFrames } from '#view/frames.ts'
import { viewFreeLists } from '#view/free-lists.ts'
import { viewPhysicalMap } from '#view/physical-map.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

describe('the free lists', () => {
  it('are those of buddyinfo, and make up the free pages', () => {
    const { zones } = viewFreeLists(kernel)
    const told = zones.map(({ orders }) => orders.map(({ count }) => count))
    const lines = kernel.buddyinfo().trimEnd().split('\n')
    expect(told).toEqual(lines.map((line) => line.trim().split(/ +/).slice(4).map(Number)))
    for (const { orders, free_pages } of zones) {
      const pages = orders.reduce((sum, { order, count }) => sum + count * 2 ** order, 0)
      expect(pages).toBe(free_pages)
    }
  })

  it('begin with the block that is taken next', () => {
    const [zone] = viewFreeLists(kernel, 'Normal').zones
    const head = zone?.orders[10]?.blocks[0]
    expect(kernel.alloc_pages(GFP_KERNEL, 10)).toBe(head)
    const [hot] = zone?.perCpu ?? []
    expect(hot).toMatchObject({ cpu: 0, name: 'hot', low: 30, high: 90, batch: 15 })
    expect(kernel.alloc_pages(GFP_KERNEL, 0)).toBe(hot?.pages[0])
  })

  it('are those of one zone when it is named', () => {
    expect(viewFreeLists(kernel, 'DMA').zones.map(({ name }) => name)).toEqual(['DMA'])
    expect(() => viewFreeLists(kernel, 'HighMem')).toThrow('no zone HighMem')
  })
})

describe('frames in a row', () => {
  /** The frames of the runs one after the other, which must leave nothing out. */
  function checkRuns(first: number, count: number): void {
    const [state] = viewFrames(kernel, first, count).states
    let at = first
    for (const { frame, pages } of state?.runs ?? []) {
      expect(frame).toBe(at)
      at += pages
    }
    expect(at).toBe(first + count)
  }

  it('are all there, whatever has happened', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 30 }), fc.nat(65000), (orders, first) => {
        const pages = orders.map((order) => kernel.alloc_pages(GFP_ATOMIC, order))
        for (const [index, page] of pages.entries()) {
          if (index % 2 === 0 && page !== null) kernel.__free_pages(page, orders[index] ?? 0)
        }
        checkRuns(first, 64)
      }),
      { numRuns: 30 },
    )
  })

  it('tell what each is used for', () => {
    const page = kernel.alloc_pages(GFP_KERNEL, 3) ?? 0
    const uses = (first: number, count: number) =>
      viewFrames(kernel, first, count).states[0]?.runs.map(({ use, pages }) => [use, pages])
    expect(uses(page, 8)).toEqual([['in use', 8]])
    kernel.__free_pages(page, 3)
    expect(uses(page, 2)).toEqual([['free', 2]])
    expect(uses(0, 1)).toEqual([['reserved', 1]])
    const single = kernel.alloc_pages(GFP_KERNEL, 0) ?? 0
    kernel.__free_pages(single, 0)
    expect(uses(single, 1)).toEqual([['hot', 1]])
    const object = kernel.kmalloc(8192, GFP_KERNEL)
    const [run] = viewFrames(kernel, kernel.virt_to_page(object), 2).states[0]?.runs ?? []
    expect(run).toMatchObject({ use: 'slab', pages: 2, cache: 'size-8192' })
  })

  it('must be frames of the machine', () => {
    expect(() => viewFrames(kernel, 65530, 16)).toThrow('the last frame of this machine is 65535')
    expect(() => viewFrames(kernel, 0, 5000)).toThrow(RangeError)
    expect(() => viewFrames(kernel, 0.5, 1)).toThrow(RangeError)
  })
})

describe('the steps of a call', () => {
  it('are the splits down to the block that is taken', () => {
    while (viewFreeLists(kernel, 'Normal').zones[0]?.orders[3]?.count !== 0)
      kernel.alloc_pages(GFP_KERNEL, 3)
    const before = viewFreeLists(kernel, 'Normal').zones[0]?.orders.find(
      ({ count, order }) => count > 0 && order > 1,
    )
    let taken: number | null = null
    const { states } = viewBlockSteps(kernel, () => {
      taken = kernel.alloc_pages(GFP_KERNEL, 1)
    })
    const frame = before?.blocks[0]
    expect(taken).toBe(frame)
    const texts = states.map(({ told }) => told?.split(' ')[0] ?? null)
    const splits = (before?.order ?? 0) - 1
    expect(texts).toEqual([null, 'takes', ...Array(splits).fill('cuts')])
    const hands = states.slice(1).map(({ runs }) => runs.find(({ use }) => use === 'in hand'))
    expect(hands.map((run) => run?.order)).toEqual(
      Array.from({ length: splits + 1 }, (_, step) => splits + 1 - step),
    )
    expect(hands.every((run) => run?.frame === frame)).toBe(true)
  })

  it('are the merges until the block is put into its list', () => {
    const page = kernel.alloc_pages(GFP_KERNEL, 1) ?? 0
    const was = viewFrames(kernel, page, 2).states
    expect(was[0]?.runs).toMatchObject([{ use: 'in use' }])
    const { states } = viewBlockSteps(kernel, () => kernel.__free_pages(page, 1))
    expect(states[0]?.runs.find(({ frame }) => frame === page)).toMatchObject({ use: 'in use' })
    const merges = states.filter(({ told }) => told?.includes('become a block'))
    expect(merges.length).toBeGreaterThan(0)
    expect(states.at(-1)?.told).toContain('goes to the head of list')
    expect(states.at(-1)?.runs.some(({ use }) => use === 'in hand')).toBe(false)
  })

  it('of a call that moves no block are an error', () => {
    expect(() => viewBlockSteps(kernel, () => kernel.kmalloc(32, GFP_KERNEL))).toThrow(
      'takes no block',
    )
    expect(kernel.machine.trace).toBeNull()
  })
})

describe('the physical map', () => {
  it('knows the pages behind the first of a block in use', () => {
    const page = kernel.alloc_pages(GFP_KERNEL, 6) ?? 0
    const ranges = viewPhysicalMap(kernel, 'Normal').zones.flatMap((zone) => zone.ranges)
    expect(ranges).toContainEqual({
      start: page * 4096,
      bytes: 64 * 4096,
      what: 'in use',
      free: false,
    })
  })
})
