/** What is said about the marks is what the page allocator compares. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  boot,
  GFP_ATOMIC,
  GFP_HIGHUSER,
  GFP_KERNEL,
  GFP_NOIO,
  __GFP_DMA,
  __GFP_HIGHMEM,
  type GfpFlags,
  type Kernel,
  type KernelEvent,
  PF_MEMALLOC,
  watchEvents,
} from '#kernel/index.ts'
import { viewWatermarks } from '#view/watermarks.ts'

const machines = [
  { megabytes: 64 },
  { megabytes: 256 },
  { megabytes: 896 },
  { megabytes: 1024, highmem: true },
  { megabytes: 4096, highmem: true },
]

/** The comparisons of the first two rounds as they really happen, and whether pages came of them. */
function asked(kernel: Kernel, gfp: GfpFlags, order: number) {
  const events: KernelEvent[] = []
  const stop = watchEvents(kernel, (event) => events.push(event))
  const page = kernel.alloc_pages(gfp, order)
  stop()
  const tests = events.filter(({ name }) => name === 'zone-watermark')
  return { page, tests: tests.map(({ values }) => values) }
}

/** The same in the words of the view: round by round, zone by zone, up to the first that gives. */
function expected(kernel: Kernel, gfp: GfpFlags, order: number) {
  const view = viewWatermarks(kernel, { gfp, order })
  const zones = view.zones
    .filter(({ place }) => place !== null)
    .sort((one, other) => (one.place ?? 0) - (other.place ?? 0))
  const all = [0, 1].flatMap((round) =>
    zones.map(({ name, rounds, reserve, free_pages }) => {
      const each = rounds[round]
      const zone = ['DMA', 'Normal', 'HighMem'].indexOf(name)
      return { zone, free_pages, mark: each?.pages, min: each?.lowered, reserve, ok: each?.ok }
    }),
  )
  const end = all.findIndex(({ ok }) => ok)
  return { view, tests: end < 0 ? all : all.slice(0, end + 1) }
}

const masks = fc.constantFrom(GFP_KERNEL, GFP_ATOMIC, __GFP_DMA, 0, GFP_ATOMIC | __GFP_HIGHMEM)

describe('what the view says', () => {
  it('is what is compared, on any machine, with much memory and with little', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...machines),
        masks,
        fc.nat(10),
        fc.nat(600),
        (options, gfp, order, spare) => {
          const kernel = boot(options)
          drain(kernel, spare)
          const { view, tests } = expected(kernel, gfp, order)
          // Who waits and finds nothing begins to reclaim, which is another story.
          if (view.served === null && view.mayWait) return
          const real = asked(kernel, gfp, order)
          expect(real.tests.map((test) => ({ ...test, ok: test['ok'] === 1 }))).toMatchObject(tests)
          expect(real.page !== null).toBe(view.served !== null)
        },
      ),
      { numRuns: 15 },
    )
  })

  /** Takes pages of zone Normal until it is near its marks. */
  function drain(kernel: Kernel, spare: number): void {
    const [, normal] = kernel.machine.zones
    if (!normal) return
    const most = normal.pages_min + spare
    for (const order of [10, 6, 3, 0]) {
      while (normal.free_pages > most + 2 ** order) kernel.alloc_pages(GFP_ATOMIC, order)
    }
  }
})

describe('the floor of GFP_ATOMIC', () => {
  it.each([
    [{ megabytes: 512 }, 701, 264],
    [{ megabytes: 896 }, 939, 353],
  ])('is three eighths of pages_min: %j', (options, min, floor) => {
    const view = viewWatermarks(boot(options), { gfp: GFP_ATOMIC })
    const normal = view.zones.find(({ name }) => name === 'Normal')
    expect(normal?.rounds[1]).toMatchObject({
      mark: 'min',
      pages: min,
      lowered: floor,
      keep: floor,
    })
  })
})

describe('a reserve', () => {
  it('is against the first zone of the list', () => {
    const kernel = boot({ megabytes: 4096, highmem: true })
    const reserves = (gfp: GfpFlags) =>
      viewWatermarks(kernel, { gfp }).zones.map(({ name, reserve, place }) => [
        name,
        reserve,
        place,
      ])
    expect(reserves(GFP_HIGHUSER)).toEqual([
      ['DMA', 4080, 2],
      ['Normal', 25600, 1],
      ['HighMem', 0, 0],
    ])
    expect(reserves(GFP_NOIO)).toEqual([
      ['DMA', 880, 1],
      ['Normal', 0, 0],
      ['HighMem', 0, null],
    ])
  })

  it('keeps requests for high memory out of the DMA zone for ever at 4 GB', () => {
    const view = viewWatermarks(boot({ megabytes: 4096, highmem: true }), { gfp: GFP_HIGHUSER })
    expect(view.zones[0]?.rounds.map(({ ok }) => ok)).toEqual([false, false])
  })
})

describe('a task', () => {
  it('that is real-time may go lower, and one that frees memory down to the last page', () => {
    const kernel = boot()
    const [ordinary, realTime] = [false, true].map((rt) =>
      kernel.startTask({ comm: 'a', realTime: rt }),
    )
    const seen = (task = ordinary) => task && kernel.runAs(task, () => viewWatermarks(kernel))
    expect([seen()?.harder, seen(realTime)?.harder]).toEqual([false, true])
    expect(seen()?.ignoresMarks).toBe(false)
    if (ordinary) ordinary.flags |= PF_MEMALLOC
    expect(seen()?.ignoresMarks).toBe(true)
  })
})

it('refuses what no list serves', () => {
  const kernel = boot()
  expect(() => viewWatermarks(kernel, { gfp: 3 })).toThrow('no zones serve')
  expect(() => viewWatermarks(kernel, { order: 11 })).toThrow('order from 0 to 10')
})
