/** The decisions of the slab allocator: mm/slab.c. */
import { __GFP_NO_GROW, HZ } from '#kernel/index.ts'
import { entersNext, must, same, stopsNext, type Rule } from './rule.ts'

const taken: Rule = (of) => {
  same(of('count'), Math.min(of('wanted'), of('num') - of('inuse')))
}

/** Steps of array sizes: objects of up to so many bytes, so many of them. */
const ARRAY_SIZES = [
  [256, 120],
  [1024, 54],
  [4096, 24],
  [131072, 8],
] as const
const MOST_WITH_DEBUGGING = 32

export const slabRules = {
  'size-class': (of, { kernel }) => {
    const sizes = kernel.malloc_sizes.map(({ cs_size }) => cs_size)
    same(
      of('cs_size'),
      sizes.find((size) => of('bytes_req') <= size),
    )
    same(of('smaller'), sizes.findLast((size) => size < of('bytes_req')) ?? 0)
  },
  'too-large': (of) => must(of('bytes_req') > of('most')),
  'product-too-large': (of) => must(of('n') * of('size') > of('most') - of('n')),
  owner: (of) => same(of('frame'), Math.floor((of('object') - 0xc0000000) / 4096)),

  'array-room': (of) => must(of('avail') < of('limit')),
  'array-full': (of) => {
    same(of('avail'), of('limit'))
    return entersNext('cache_flusharray', true)
  },
  flush: (of) => {
    must(of('batchcount') <= of('avail'))
    const intoShared = of('shared_room') > 0
    return ({ name }) => same(name === 'flush-to-shared', intoShared)
  },
  'flush-to-shared': (of, { earlier }) => {
    same(of('shared_room'), earlier('flush', 'shared_room'))
    same(of('count'), Math.min(earlier('flush', 'batchcount'), of('shared_room')))
  },
  flushed: (of, { earlier }) => {
    const room = earlier('flush', 'shared_room')
    const batch = earlier('flush', 'batchcount')
    const moved = room > 0 ? Math.min(batch, room) : batch
    same(of('avail'), earlier('flush', 'avail') - moved)
  },
  'free-objects-raised': (of, { argument }) => same(of('count'), argument('free_block', 'count')),
  'slab-to-partial-tail': (of) => must(of('inuse') > 0),
  'slab-kept': (of, { earlier }) => {
    same(earlier('object-to-slab', 'inuse'), 0)
    must(of('free_objects') <= of('free_limit'))
    return entersNext('slab_destroy', false)
  },
  'slab-not-kept': (of, { earlier }) => {
    same(earlier('object-to-slab', 'inuse'), 0)
    must(of('free_objects') > of('free_limit'))
    return entersNext('slab_destroy', true)
  },

  'array-hit': (of, { kernel }) => {
    must(of('avail') > 0)
    // With debugging the object is looked at before it is handed out.
    if (kernel.configuration.slabDebug) return
    const object = of('object')
    return ({ name, values }) => {
      same(name, 'leave')
      same(values['result'], object)
    }
  },
  'array-empty': (of) => {
    same(of('avail'), 0)
    return entersNext('cache_alloc_refill', true)
  },
  refill: (of) => {
    const most = of('touched') === 0 ? of('refill_limit') : of('batchcount')
    same(of('wanted'), Math.min(of('batchcount'), most))
    const fromShared = of('shared_avail') > 0
    return ({ name }) => same(name === 'take-from-shared', fromShared)
  },
  'take-from-shared': (of) => same(of('count'), Math.min(of('wanted'), of('shared_avail'))),
  'take-from-partial': (of, told) => {
    must(of('inuse') > 0)
    return taken(of, told)
  },
  'take-from-free': (of, told) => {
    same(of('inuse'), 0)
    return taken(of, told)
  },
  'slab-to-full': (of) => same(of('inuse'), of('num')),
  'slab-to-partial': (of) => must(of('inuse') < of('num')),
  'slabs-exhausted': (of) => must(of('count') < of('wanted')),
  refilled: (of) => must(of('count') > 0),

  'mask-checked': (of) => {
    same(of('forbidden'), (of('gfp_flags') & ~of('allowed')) >>> 0)
    return stopsNext(of('forbidden') !== 0)
  },
  'no-grow': (of) => must((of('gfp_flags') & __GFP_NO_GROW) !== 0),
  colour: (of) => {
    same(of('offset'), of('colour_next') * of('colour_off'))
    const following = of('colour_next') + 1
    same(of('following'), following >= of('colour') ? 0 : following)
  },
  'dma-checked': (of) => stopsNext((of('gfp_flags') & 1) !== (of('cache_gfpflags') & 1)),
  'management-on-slab': (of, { argument }) => {
    const start = 0xc0000000 + argument('alloc_slabmgmt', 'frame') * 4096
    same(of('descriptor'), start + argument('alloc_slabmgmt', 'offset'))
  },
  'management-off-slab': (of) => must(of('slab_size') <= of('bytes_alloc')),
  grown: (of) => must(of('free_objects') >= of('num')),

  alignment: (of, { kernel }) => {
    same(of('words'), Math.ceil(of('size') / 4) * 4)
    let line = of('hwalign') === 1 ? of('cpu_line') : 4
    while (of('hwalign') === 1 && of('words') <= line / 2) line /= 2
    if (!kernel.configuration.slabDebug) same(of('align'), Math.max(line, of('asked')))
  },
  'order-tried': (of) => {
    same(of('slab_bytes'), 4096 * 2 ** of('gfporder'))
    const wasted = of('left_over') * 8 > of('slab_bytes')
    const mayGoOn = of('num') === 0 || (of('gfporder') < of('break_order') && wasted)
    return ({ name }) => must(mayGoOn || name !== 'order-tried')
  },
  // A cache that is kept to single pages tells of no order.
  'nothing-fits': (_, { earlier }) => must(!(earlier('order-tried', 'num') > 0)),
  management: (of) => {
    if (of('words') < of('limit')) same(of('off_slab'), 0)
    else if (of('off_slab') === 1) {
      must(of('left_over') < Math.ceil(of('slab_size') / 4) * 4 + 256)
    }
  },
  colours: (of) => same(of('colour'), Math.floor(of('left_over') / of('colour_off'))),
  'array-size': (of, { kernel }) => {
    const { slabDebug, smp } = kernel.configuration
    const usual = ARRAY_SIZES.find(([most]) => of('objsize') <= most)?.[1] ?? 1
    const limit = slabDebug ? Math.min(usual, MOST_WITH_DEBUGGING) : usual
    same(String([of('limit'), of('batchcount')]), String([limit, Math.floor((limit + 1) / 2)]))
    same(of('shared'), smp && of('objsize') <= 4096 ? 8 : 0)
  },
  'array-replaced': (of, { kernel }) => same(of('cpus'), kernel.machine.cpus.length),
  'slabs-left': (of, { event }) => {
    const result = of('full') + of('partial') > 0 ? 1 : 0
    return ({ name, function: inside, values }) => {
      same(name, 'leave')
      same(inside, event.function)
      same(values['result'], result)
    }
  },
  'array-trimmed': (of) => {
    same(of('fifth'), Math.floor((of('limit') + 4) / 5))
    const half = Math.ceil(of('avail') / 2)
    same(of('count'), of('fifth') > of('avail') ? half : of('fifth'))
  },
  'slabs-not-due': (of) => must(of('next_reap') > of('jiffies')),
  'reap-slabs': (of) => same(of('most'), Math.ceil(of('free_limit') / (5 * of('num')))),

  'slab-abandoned': (of, { event }) => entersNext('kmem_freepages', event.name !== 'leave'),
  'work-due': (of) => must(of('expires') <= of('jiffies')),
  'reaper-again': (of) => same(of('delay'), 2 * HZ + of('cpu')),
} as const satisfies { readonly [name: string]: Rule }
