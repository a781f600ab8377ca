/** The decisions of the page allocator: mm/page_alloc.c. */
import { __GFP_HIGH, __GFP_NOWARN, __GFP_WAIT, type Kernel } from '#kernel/index.ts'
import { entersNext, must, same, type Numbers, type Rule, type Told } from './rule.ts'

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

/** The discounts are those of the mask, and only where they are due: with the min mark. */
function discountsOf(of: Numbers, { argument, kernel }: Told): void {
  const zone = kernel.machine.zones[of('zone')]
  if (of('mark') !== zone?.pages_min || of('mark') === zone.pages_low) {
    if (of('mark') === zone?.pages_high || of('mark') === zone?.pages_low) {
      same(of('high') + of('harder'), 0)
    }
    return
  }
  const gfp = argument('__alloc_pages', 'gfp_flags')
  const urgent = kernel.machine.cpu.current.rt_task && !kernel.in_interrupt()
  same(of('high') === 1, (gfp & __GFP_HIGH) !== 0)
  same(of('harder') === 1, (gfp & __GFP_WAIT) === 0 || urgent)
}

function freeBlocks({ machine }: Kernel, zone: number): number[] {
  return [...(machine.zones[zone]?.nr_free ?? [])]
}

export const pageRules = {
  'zone-watermark': (of, told) => {
    const zone = told.kernel.machine.zones[of('zone')]
    must([zone?.pages_low, zone?.pages_min, zone?.pages_high].includes(of('mark')))
    same(of('min'), discounted(of('mark'), of('high') === 1, of('harder') === 1))
    same(of('ok'), mayGive(of, zone?.nr_free ?? []) ? 1 : 0)
    discountsOf(of, told)
    const [ok, next] = [of('ok') === 1, of('next')]
    return (event) => {
      entersNext('buffered_rmqueue', ok)(event)
      if (!ok && next >= 0) {
        same(event.name, 'zone-watermark')
        same(event.values['zone'], next)
      }
    }
  },
  'kswapd-woken': (of, { kernel }) => {
    const blocks = freeBlocks(kernel, of('zone'))
    const numbers = new Map([
      ['min', of('pages_low')],
      ['reserve', 0],
    ])
    same(
      mayGive((name) => numbers.get(name) ?? of(name), blocks),
      false,
    )
  },
  'allocation-failed': (of) => {
    same(of('nowarn') === 1, (of('gfp_flags') & __GFP_NOWARN) !== 0)
  },

  'page-list': (of) => entersNext('rmqueue_bulk', of('count') <= of('low')),
  'page-from-list': (of) => must(of('count') > 0),
  'page-to-list': (of) => entersNext('free_pages_bulk', of('count') >= of('high')),
  'page-still-used': (of) => must(of('count') > 0),
  merged: (of, { kernel }) => {
    const { pages, zones } = kernel.machine
    const start = zones[pages.zone[of('frame')] ?? 0]?.zone_start_pfn ?? 0
    same(of('buddy') - start, (of('frame') - start) ^ (2 ** of('order')))
    same(pages.private[of('buddy')], of('order'))
  },
  'buddy-busy': (of) => {
    const free = of('in_zone') === 1 && of('buddy_free') === 1
    same(free && of('buddy_order') === of('order'), false)
  },
  'block-freed': (of) => must(of('order') <= of('max_order')),
  'block-found': (of, { kernel }) => {
    const free = freeBlocks(kernel, of('zone'))
    same(
      of('found'),
      free.findIndex((blocks, order) => order >= of('order') && blocks > 0),
    )
    same(of('nr_free'), free[of('found')])
  },
  'no-block': (of, { kernel }) => {
    must(
      freeBlocks(kernel, of('zone')).every((blocks, order) => order < of('order') || blocks === 0),
    )
  },
  split: (of) => same(of('upper'), of('frame') + 2 ** of('order')),
  'page-without-address': (of) => must(of('frame') >= of('low_pages')),
} as const satisfies { readonly [name: string]: Rule }
