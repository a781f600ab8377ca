/** Every decision that is told can be made again from its own numbers, in any program. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  __GFP_HIGH,
  __GFP_WAIT,
  boot,
  GFP_ATOMIC,
  GFP_DMA,
  GFP_KERNEL,
  HZ,
  SLAB_HWCACHE_ALIGN,
  watchEvents,
  type GfpFlags,
  type Kernel,
  type KernelEvent,
  type KernelEventName,
} from '#kernel/index.ts'

/** What expect() would say too slowly: there are hundreds of thousands of events. */
function must(holds: boolean): void {
  if (!holds) throw new Error('it does not hold')
}

function same(one: unknown, other: unknown): void {
  if (one !== other) throw new Error(`${String(one)} is not ${String(other)}`)
}

/** The numbers of an event; each must be there. */
type Numbers = (name: string) => number

/** What must hold between the numbers of an event, on the machine as it is at that moment. */
const rules: {
  readonly [Name in KernelEventName]?: (of: Numbers, kernel: Kernel) => void
} = {
  'size-class': (of, kernel) => {
    const sizes = kernel.malloc_sizes.map(({ cs_size }) => cs_size)
    same(
      of('cs_size'),
      sizes.find((size) => of('bytes_req') <= size),
    )
    same(of('smaller'), sizes.findLast((size) => size < of('bytes_req')) ?? 0)
  },
  'too-large': (of) => must(of('bytes_req') > of('most')),
  'array-hit': (of) => must(of('avail') > 0),
  'array-empty': (of) => same(of('avail'), 0),
  refill: (of) => {
    const most = of('touched') === 0 ? of('refill_limit') : of('batchcount')
    same(of('wanted'), Math.min(of('batchcount'), most))
  },
  'take-from-shared': (of) => same(of('count'), Math.min(of('wanted'), of('shared_avail'))),
  'take-from-partial': (of) => {
    same(of('count'), Math.min(of('wanted'), of('num') - of('inuse')))
    must(of('inuse') > 0)
  },
  'take-from-free': (of) => {
    same(of('count'), Math.min(of('wanted'), of('num')))
    same(of('inuse'), 0)
  },
  'slab-to-full': (of) => same(of('inuse'), of('num')),
  'slab-to-partial': (of) => must(of('inuse') < of('num')),
  'slabs-exhausted': (of) => must(of('count') < of('wanted')),
  'array-room': (of) => must(of('avail') < of('limit')),
  'array-full': (of) => same(of('avail'), of('limit')),
  'flush-to-shared': (of) => must(of('count') <= of('shared_room')),
  'slab-to-partial-tail': (of) => must(of('inuse') > 0),
  'slab-kept': (of) => must(of('free_objects') <= of('free_limit')),
  'slab-not-kept': (of) => must(of('free_objects') > of('free_limit')),
  'mask-checked': (of) => same(of('forbidden'), (of('gfp_flags') & ~of('allowed')) >>> 0),
  colour: (of) => {
    same(of('offset'), of('colour_next') * of('colour_off'))
    const following = of('colour_next') + 1
    same(of('following'), following >= of('colour') ? 0 : following)
  },
  'zone-watermark': (of, kernel) => {
    const zone = kernel.machine.zones[of('zone')]
    must(of('mark') === zone?.pages_low || of('mark') === zone?.pages_min)
    same(of('min'), discounted(of('mark'), of('high') === 1, of('harder') === 1))
    same(of('ok'), mayGive(of, zone?.nr_free ?? []) ? 1 : 0)
  },
  'kswapd-woken': (of) => must(of('free_pages') - 2 ** of('order') + 1 <= of('pages_low')),
  'page-from-list': (of) => must(of('count') > 0),
  'block-found': (of, kernel) => {
    const free = [...(kernel.machine.zones[of('zone')]?.nr_free ?? [])]
    same(
      of('found'),
      free.findIndex((blocks, order) => order >= of('order') && blocks > 0),
    )
    same(of('nr_free'), free[of('found')])
  },
  split: (of) => same(of('upper'), of('frame') + 2 ** of('order')),
  merged: (of, kernel) => {
    const start =
      kernel.machine.zones[kernel.machine.pages.zone[of('frame')] ?? 0]?.zone_start_pfn ?? 0
    same(of('buddy') - start, (of('frame') - start) ^ (2 ** of('order')))
    same(kernel.machine.pages.private[of('buddy')], of('order'))
  },
  'buddy-busy': (of) => {
    const free = of('in_zone') === 1 && of('buddy_free') === 1
    same(free && of('buddy_order') === of('order'), false)
  },
  alignment: (of) => {
    same(of('words'), Math.ceil(of('size') / 4) * 4)
    let line = of('hwalign') === 1 ? of('cpu_line') : 4
    while (of('hwalign') === 1 && of('words') <= line / 2) line /= 2
    same(of('align'), Math.max(line, of('asked')))
  },
  'order-tried': (of) => same(of('slab_bytes'), 4096 * 2 ** of('gfporder')),
  management: (of) => {
    if (of('words') < of('limit')) same(of('off_slab'), 0)
    else if (of('off_slab') === 1) must(of('left_over') < Math.ceil(of('slab_size') / 4) * 4 + 256)
  },
  colours: (of) => same(of('colour'), Math.floor(of('left_over') / of('colour_off'))),
  'array-size': (of) => {
    const steps = [
      [256, 120],
      [1024, 54],
      [4096, 24],
      [131072, 8],
    ] as const
    const limit = steps.find(([most]) => of('objsize') <= most)?.[1] ?? 1
    same(String([of('limit'), of('batchcount')]), String([limit, Math.floor((limit + 1) / 2)]))
  },
}

function discounted(mark: number, high: boolean, harder: boolean): number {
  const half = high ? mark - Math.floor(mark / 2) : mark
  return harder ? half - Math.floor(half / 4) : half
}

/** zone_watermark_ok() from the numbers of the event, and from the free blocks for the higher orders. */
function mayGive(of: Numbers, nr_free: ArrayLike<number>): boolean {
  let left = of('free_pages') - 2 ** of('order') + 1
  let min = of('min')
  if (left <= min + of('reserve')) return false
  for (let order = 0; order < of('order'); order++) {
    left -= (nr_free[order] ?? 0) * 2 ** order
    min = Math.floor(min / 2)
    if (left <= min) return false
  }
  return true
}

/** What follows a decision must be what was decided. */
class Follower {
  #last: KernelEvent | null = null

  hear(event: KernelEvent): void {
    const last = this.#last
    this.#last = event
    if (last === null) return
    const { name, values, function: inside } = event
    if (last.name === 'array-empty')
      same(String([name, inside]), String(['enter', 'cache_alloc_refill']))
    if (last.name === 'array-full')
      same(String([name, inside]), String(['enter', 'cache_flusharray']))
    if (last.name === 'array-hit') {
      same(last.values['object'], values['result'])
    }
    if (last.name === 'slab-not-kept') {
      same(String([name, inside]), String(['enter', 'slab_destroy']))
      same(values['slab'], last.values['slab'])
    }
    if (last.name === 'slab-kept') must(name !== 'enter' || inside !== 'slab_destroy')
    if (last.name === 'zone-watermark') {
      same(inside === 'buffered_rmqueue' && name === 'enter', last.values['ok'] === 1)
    }
    if (last.name === 'page-list') {
      const low = (last.values['count'] ?? 0) <= (last.values['low'] ?? 0)
      same(name === 'enter' && inside === 'rmqueue_bulk', low)
    }
    if (last.name === 'page-to-list') {
      const full = (last.values['count'] ?? 0) >= (last.values['high'] ?? 0)
      same(name === 'enter' && inside === 'free_pages_bulk', full)
    }
  }
}

/** The discounts of the second round are those of the mask. */
function checkDiscounts(
  open: readonly KernelEvent[],
  { name, values }: KernelEvent,
  kernel: Kernel,
): void {
  if (name !== 'zone-watermark') return
  const gfp =
    open.findLast(({ function: inside }) => inside === '__alloc_pages')?.values['gfp_flags'] ?? 0
  const zone = kernel.machine.zones[values['zone'] ?? 0]
  if (values['mark'] === zone?.pages_low) return
  same(values['high'] === 1, (gfp & __GFP_HIGH) !== 0)
  same(values['harder'] === 1, (gfp & __GFP_WAIT) === 0)
}

function listen(kernel: Kernel, heard: Set<string>): () => void {
  const follower = new Follower()
  const open: KernelEvent[] = []
  return watchEvents(kernel, (event) => {
    heard.add(event.name)
    const { name } = event
    const of: Numbers = (wanted) => event.values[wanted] ?? Number.NaN
    try {
      if (name !== 'enter' && name !== 'leave') rules[name]?.(of, kernel)
      follower.hear(event)
      checkDiscounts(open, event, kernel)
    } catch (cause) {
      throw new Error(`${name} ${JSON.stringify(event.values)}`, { cause })
    }
    if (name === 'enter') open.push(event)
    if (name === 'leave') open.pop()
    same(event.depth, name === 'leave' ? open.length : open.length - 1)
  })
}

interface Burst {
  readonly size: number
  readonly count: number
  readonly kept: number
  readonly gfp: GfpFlags
}

/** Takes many objects and gives most of them back, so that arrays overflow, slabs empty and blocks merge. */
function play(kernel: Kernel, bursts: readonly Burst[]): void {
  for (const [number, { size, count, kept, gfp }] of bursts.entries()) {
    const cache = kernel.kmem_cache_create(
      `own-${number}`,
      Math.max(4, size),
      0,
      number % 2 ? SLAB_HWCACHE_ALIGN : 0,
    )
    if (number % 3 === 0) kernel.slabinfo_write(`own-${number} 20 10 2`)
    const objects = Array.from({ length: count }, () =>
      kernel.kmem_cache_alloc(cache, gfp & ~GFP_DMA),
    )
    const general = Array.from({ length: count }, () => kernel.kmalloc(size, gfp))
    for (const object of objects.slice(kept)) kernel.kmem_cache_free(cache, object)
    for (let again = 0; again < 40; again++) kernel.kmem_cache_alloc(cache, gfp & ~GFP_DMA)
    for (const object of general.slice(kept)) kernel.kfree(object)
    kernel.machine.jiffies += 2 * HZ
    kernel.cache_reap()
  }
}

const burst = fc.record({
  size: fc.oneof(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 20_000 })),
  count: fc.integer({ min: 1, max: 300 }),
  kept: fc.nat({ max: 20 }),
  gfp: fc.constantFrom(GFP_KERNEL, GFP_ATOMIC, GFP_ATOMIC | GFP_DMA),
})

test('every decision agrees with the numbers it is told with', () => {
  const heard = new Set<string>()
  const kernel = boot({ megabytes: 64 })
  fc.assert(
    fc.property(fc.array(burst, { maxLength: 6 }), (bursts) => {
      kernel.reset()
      const stop = listen(kernel, heard)
      play(kernel, bursts)
      stop()
    }),
    { numRuns: 25 },
  )
  kernel.reset()
  const stop = listen(kernel, heard)
  // To the last page: the second round, the discounts, zones that may not give.
  while (kernel.alloc_pages(GFP_ATOMIC, 4) !== null);
  while (kernel.alloc_pages(GFP_ATOMIC, 0) !== null);
  kernel.kmalloc(200_000, GFP_KERNEL)
  stop()
  const unheard = Object.keys(rules).filter((name) => !heard.has(name))
  expect(unheard).toEqual([])
})
