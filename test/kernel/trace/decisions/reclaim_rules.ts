/** The decisions of reclaim, of the OOM killer and of memory pools: mm/vmscan.c, mm/oom_kill.c, mm/mempool.c. */
import {
  __GFP_FS,
  __GFP_IO,
  __GFP_NOFAIL,
  __GFP_NORETRY,
  __GFP_REPEAT,
  __GFP_WAIT,
} from '#kernel/index.ts'
import { must, same, type Rule } from './rule.ts'

export const reclaimRules = {
  'marks-ignored': (of) => must(of('memalloc') === 1 || of('memdie') === 1),
  retry: (of) => {
    const gfp = of('gfp_flags')
    const wanted = of('order') <= of('costly_order') || (gfp & (__GFP_REPEAT | __GFP_NOFAIL)) !== 0
    same(of('again') === 1, wanted && (gfp & __GFP_NORETRY) === 0)
  },
  restart: (of) => must((of('gfp_flags') & __GFP_FS) !== 0),
  'pages-to-scan': (of) => {
    const some = of('scan_active') >= of('cluster') || of('scan_inactive') >= of('cluster')
    const none = of('nr_active') + of('nr_inactive') === 0
    return ({ name, function: inside }) => {
      if (!some || none) same(`${name} ${inside}`, 'leave shrink_zone')
    }
  },
  deactivated: (of) => same(of('count'), of('moved') + of('mapped')),
  'mask-forbids-writing': (of) => same(of('gfp_flags') & of('needs'), 0),
  'shrinker-asked': (of) => {
    const looks = Math.floor((4 * of('scanned')) / of('seeks'))
    same(of('delta'), Math.floor((looks * of('objects')) / (of('lru_pages') + 1)))
  },
  'shrink-batch': (of) => must(of('wanted') >= of('batch')),
  'reclaim-pass': (of) => {
    const enough = of('nr_reclaimed') >= of('enough')
    const isLast = of('priority') === 0
    return ({ name, function: inside }) => {
      const ends = `${name} ${inside}` === 'leave try_to_free_pages'
      // After the last pass it waits for the disk once more, and others run meanwhile.
      if (enough || !isLast) same(ends, enough)
    }
  },
  'zone-unreclaimable': (of) => must(of('pages_scanned') >= 4 * of('lru_pages')),
  'oom-score': (of) => must(of('points') >= 0 && of('maxpoints') >= 0),

  'pool-asks': (of) => {
    same(of('without_waiting'), (of('gfp_flags') & ~(__GFP_WAIT | __GFP_IO)) >>> 0)
  },
  'pool-fills': (of) => must(of('curr_nr') < of('min_nr')),
  'pool-reserve': (of) => {
    must(of('curr_nr') <= of('min_nr'))
    const isNull = of('curr_nr') === 0 && of('wait') === 0
    return ({ name, values }) => must(!isNull || (name === 'leave' && values['result'] === 0))
  },
  'pool-kept': (of, { calls }) => {
    const depth = calls.length
    const isKept = of('curr_nr') < of('min_nr')
    // What is kept goes nowhere else.
    return (next) => must(!isKept || (next.name === 'leave' && next.depth === depth - 1))
  },
  'victim-chosen': (of, { kernel }) => {
    const scores = kernel.tasks().map((task) => kernel.badness(task))
    const chosen = kernel.tasks().find((task) => task.pid === of('chosen'))
    must(chosen !== undefined && kernel.badness(chosen) === Math.max(...scores))
  },
  'waits-for-ever': (of) => {
    const gfp = of('gfp_flags')
    must((gfp & __GFP_WAIT) !== 0 && (gfp & __GFP_NORETRY) === 0)
  },
  'pool-complete': (of) => must(of('curr_nr') === of('min_nr')),
  'pool-low': (of) => same(of('harder') === 1, of('reclaims') === 1 && of('curr_nr') <= of('half')),
} as const satisfies { readonly [name: string]: Rule }
