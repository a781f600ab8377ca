/**
 * Branches that an event does not tell by its name: which way a decision went, by its numbers. Each must be reached by
 * the soak. Every event must be reached, too; those need no entry here.
 */
import type { Kernel, KernelEventName, KernelFunction, PhysicalAddress } from '#kernel/index.ts'

export interface Heard {
  readonly event: KernelEventName
  /** The event before this one. */
  readonly last: KernelEventName | null
  readonly inside: KernelFunction
  readonly cache: PhysicalAddress
  readonly of: (value: string) => number
  readonly machine: Kernel['machine']
}

export interface Branch {
  readonly group: string
  readonly name: string
  readonly on: readonly KernelEventName[]
  readonly when: (heard: Heard) => boolean
}

type When = Branch['when']
const yes: When = () => true

/** Objects of a slab of the cache that is worked for. */
function num({ machine, cache }: Heard): number {
  return machine.caches.get(cache)?.num ?? Number.NaN
}

function lists(
  table: Readonly<Record<string, readonly [readonly KernelEventName[], When]>>,
  group: string,
): Branch[] {
  return Object.entries(table).map(([name, [on, when]]) => ({ group, name, on, when }))
}

const transitions = lists(
  {
    'free → partial': [['slab-to-partial'], ({ last }) => last === 'take-from-free'],
    'free → full': [['slab-to-full'], ({ last }) => last === 'take-from-free'],
    'partial → partial': [['slab-to-partial'], ({ last }) => last === 'take-from-partial'],
    'partial → full': [['slab-to-full'], ({ last }) => last === 'take-from-partial'],
    'full → partial': [
      ['object-to-slab'],
      (heard) => heard.of('inuse') > 0 && heard.of('inuse') === num(heard) - 1,
    ],
    'partial → partial, one object less': [
      ['object-to-slab'],
      (heard) => heard.of('inuse') > 0 && heard.of('inuse') < num(heard) - 1,
    ],
    'full → empty': [['object-to-slab'], (heard) => heard.of('inuse') === 0 && num(heard) === 1],
    'partial → empty': [['object-to-slab'], (heard) => heard.of('inuse') === 0 && num(heard) > 1],
    'empty → free': [['slab-kept'], yes],
    'empty → destroyed by free_limit': [['slab-not-kept'], yes],
    'free → destroyed by the reaper': [['slab-unused'], ({ inside }) => inside === 'cache_reap'],
    'free → destroyed by shrinking': [['slab-unused'], ({ inside }) => inside === '__cache_shrink'],
  },
  'transitions of slabs',
)

const arrays = lists(
  {
    'refill: a whole batch': [['refill'], ({ of }) => of('wanted') === of('batchcount')],
    'refill: no more than 16': [['refill'], ({ of }) => of('wanted') < of('batchcount')],
    'shared array: emptied': [['take-from-shared'], ({ of }) => of('count') === of('shared_avail')],
    'shared array: some left': [['take-from-shared'], ({ of }) => of('count') < of('shared_avail')],
    'flush: into a shared array with room for all': [
      ['flush-to-shared'],
      ({ of }) => of('shared_room') > of('count'),
    ],
    'flush: into a shared array with room for a part': [
      ['flush-to-shared'],
      ({ of }) => of('shared_room') === of('count'),
    ],
    'array trimmed by a fifth': [['array-trimmed'], ({ of }) => of('count') === of('fifth')],
    'array trimmed by half of what is there': [
      ['array-trimmed'],
      ({ of }) => of('count') < of('fifth'),
    ],
  },
  'arrays',
)

const pages = lists(
  {
    'first pass: a zone gives': [['zone-watermark'], (heard) => isPass(heard, 'pages_low', 1)],
    'first pass: a zone does not': [['zone-watermark'], (heard) => isPass(heard, 'pages_low', 0)],
    'second pass: a zone gives': [['zone-watermark'], (heard) => isPass(heard, 'pages_min', 1)],
    'second pass: a zone does not': [['zone-watermark'], (heard) => isPass(heard, 'pages_min', 0)],
    'discount for HIGH alone': [
      ['zone-watermark'],
      ({ of }) => of('high') === 1 && of('harder') === 0,
    ],
    'discount for no WAIT alone': [
      ['zone-watermark'],
      ({ of }) => of('high') === 0 && of('harder') === 1,
    ],
    'both discounts': [['zone-watermark'], ({ of }) => of('high') === 1 && of('harder') === 1],
    'enough pages, but not in large blocks': [
      ['zone-watermark'],
      ({ of }) =>
        of('ok') === 0 && of('free_pages') - 2 ** of('order') + 1 > of('min') + of('reserve'),
    ],
    'a reserve decides': [
      ['zone-watermark'],
      ({ of }) =>
        of('ok') === 0 &&
        of('free_pages') - 2 ** of('order') + 1 > of('min') &&
        of('free_pages') - 2 ** of('order') + 1 <= of('min') + of('reserve'),
    ],
    'zone DMA is asked': [['zone-watermark'], ({ of }) => of('zone') === 0],
    'zone Normal is asked': [['zone-watermark'], ({ of }) => of('zone') === 1],
    'hot list filled': [['page-list'], ({ of }) => of('cold') === 0 && of('count') <= of('low')],
    'hot list with pages': [['page-list'], ({ of }) => of('cold') === 0 && of('count') > of('low')],
    'cold list filled': [['page-list'], ({ of }) => of('cold') === 1 && of('count') <= of('low')],
    'cold list with pages': [
      ['page-list'],
      ({ of }) => of('cold') === 1 && of('count') > of('low'),
    ],
    'hot list gives a batch back': [['page-to-list'], ({ of }) => of('count') >= of('high')],
    'hot list has room': [['page-to-list'], ({ of }) => of('count') < of('high')],
    'a block of the right order': [['block-found'], ({ of }) => of('found') === of('order')],
    'a larger block': [['block-found'], ({ of }) => of('found') > of('order')],
    'failure told to the log': [['allocation-failed'], ({ of }) => of('nowarn') === 0],
    'failure not told': [['allocation-failed'], ({ of }) => of('nowarn') === 1],
  },
  'pages',
)

/** The watermark of this pass decides, and so. */
function isPass({ of, machine }: Heard, mark: 'pages_low' | 'pages_min', ok: number): boolean {
  return of('ok') === ok && of('mark') === machine.zones[of('zone')]?.[mark]
}

const GFP = { WAIT: 0x10, IO: 0x40, FS: 0x80, REPEAT: 0x400, NOFAIL: 0x800, NORETRY: 0x1000 }

/** The mask has this bit. */
function asks({ of }: Heard, bit: number): boolean {
  return (of('gfp_flags') & bit) !== 0
}

const slowPath = lists(
  {
    'third pass: it frees memory': [['marks-ignored'], ({ of }) => of('memalloc') === 1],
    'third pass: it is to die': [['marks-ignored'], ({ of }) => of('memdie') === 1],
    'direct reclaim: with FS': [['rebalance'], (heard) => asks(heard, GFP.FS)],
    'direct reclaim: without FS': [
      ['rebalance'],
      (heard) => !asks(heard, GFP.FS) && asks(heard, GFP.IO),
    ],
    'direct reclaim: without IO': [['rebalance'], (heard) => !asks(heard, GFP.IO)],
    'direct reclaim: a later round': [['rebalance'], ({ of }) => of('round') > 1],
    'reclaim: a pass frees enough': [
      ['reclaim-pass'],
      ({ of }) => of('nr_reclaimed') >= of('enough'),
    ],
    'reclaim: a pass does not': [['reclaim-pass'], ({ of }) => of('nr_reclaimed') < of('enough')],
    'reclaim: all passes are over': [
      ['reclaim-pass'],
      ({ of }) => of('nr_reclaimed') < of('enough') && of('priority') === 0,
    ],
    'a last pass at the high mark': [
      ['zone-watermark'],
      ({ of, machine }) => of('mark') === machine.zones[of('zone')]?.pages_high,
    ],
    'retry: after progress': [['retry'], ({ of }) => of('again') === 1 && of('progress') === 1],
    'retry: without progress': [['retry'], ({ of }) => of('again') === 1 && of('progress') === 0],
    'retry: large, with REPEAT': [
      ['retry'],
      (heard) => heard.of('order') > 3 && asks(heard, GFP.REPEAT),
    ],
    'retry: large, with NOFAIL': [
      ['retry'],
      (heard) => heard.of('order') > 3 && asks(heard, GFP.NOFAIL) && !asks(heard, GFP.NORETRY),
    ],
    'no retry: large': [['retry'], (heard) => heard.of('again') === 0 && !asks(heard, GFP.NORETRY)],
    'no retry: NORETRY': [['retry'], (heard) => asks(heard, GFP.NORETRY)],
    'no retry: NORETRY beats NOFAIL': [
      ['retry'],
      (heard) => asks(heard, GFP.NORETRY) && asks(heard, GFP.NOFAIL),
    ],
    'failure: without WAIT': [['allocation-failed'], (heard) => !asks(heard, GFP.WAIT)],
    'failure: with WAIT': [['allocation-failed'], (heard) => asks(heard, GFP.WAIT)],
    'OOM: the process itself': [['victim-chosen'], ({ of }) => of('pid') === of('chosen')],
    'OOM: a child': [['victim-chosen'], ({ of }) => of('pid') !== of('chosen')],
  },
  'the slow path',
)

export const branches: readonly Branch[] = [...transitions, ...arrays, ...pages, ...slowPath]
