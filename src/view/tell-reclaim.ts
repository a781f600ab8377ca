/** The call story of memory that runs short: reclaim, kswapd, the disk, the OOM killer, and trying again. */
import { __GFP_IO } from '#kernel/index.ts'
import type { reclaimEvents } from '#kernel/trace/reclaim_events.ts'
import { tellGfp } from './flag-names.ts'
import { frameName, isYes, many, pagesOf, told, zoneName, type Tellers } from './tellers.ts'

export const tellReclaim: Tellers<keyof typeof reclaimEvents> = {
  'marks-ignored': (of) =>
    told(
      'goes through the zones once more, down to the last page',
      isYes(of('memalloc'))
        ? `task ${of('pid')} frees memory just now (PF_MEMALLOC)`
        : `task ${of('pid')} is to die and give back its memory (TIF_MEMDIE)`,
    ),
  rebalance: (of) =>
    told(
      'frees memory itself',
      `round ${of('round')}; it wants ${pagesOf(of('order'))}, and ${tellGfp(of('gfp_flags'))} may wait`,
    ),
  retry: (of) => {
    const order = of('order')
    const costly = of('costly_order')
    const text = isYes(of('again')) ? 'waits and tries again' : 'does not try again'
    const mask = tellGfp(of('gfp_flags'))
    const progress = isYes(of('progress'))
      ? 'reclaim brought something'
      : 'reclaim brought too little'
    if (order > costly)
      return told(text, `${progress}; order ${order} > ${costly}, so ${mask} decides`)
    if (!isYes(of('again'))) return told(text, `${progress}; ${mask} forbids it`)
    return told(text, `${progress}; order ${order} <= ${costly}`)
  },
  restart: () => told('begins anew, with the first pass'),
  'nothing-changes': (of) =>
    told(
      `lets ${of('ticks')} ticks pass, to see whether anything changes`,
      `${many(of('rounds'), 'round')} have changed nothing, and the disk is idle`,
    ),
  'waits-for-ever': (of) =>
    told(
      'waits for ever',
      of('order') <= of('costly_order')
        ? `nothing can be reclaimed; up to order ${of('costly_order')} it never gives up`
        : `nothing can be reclaimed, and ${tellGfp(of('gfp_flags'))} forbids to give up`,
    ),
  'congestion-wait': (of) =>
    told(
      `sleeps for ${of('ticks')} ticks`,
      of('writes') === 0 ? 'the disk is idle' : `the disk has ${pages(of('writes'))} to write`,
    ),

  'pages-to-scan': (of) =>
    told(
      looksAt(of('scan_active'), of('scan_inactive'), of('cluster')),
      `${of('nr_active')} active, ${of('nr_inactive')} inactive; less than ${of('cluster')} wait`,
    ),
  deactivated: (of) =>
    told(
      `${of('moved')} of ${many(of('count'), 'active page')} become inactive`,
      of('mapped') === 0 ? null : `${of('mapped')} are memory of processes and stay`,
    ),
  'page-in-writeback': (of) => told(`${frameName(of('frame'))} stays`, 'the disk is writing it'),
  'page-activated': (of) =>
    told(`${frameName(of('frame'))} becomes active again`, 'it was used lately'),
  'dirty-page-in-use': (of) =>
    told(`${frameName(of('frame'))} stays`, 'it is dirty, and was used lately'),
  'mask-forbids-writing': (of) =>
    told(
      `${frameName(of('frame'))} stays: skipped`,
      (of('needs') & __GFP_IO) === 0
        ? `it is dirty, and ${tellGfp(of('gfp_flags'))} forbids to enter the file system`
        : `it is dirty, and ${tellGfp(of('gfp_flags'))} forbids I/O`,
    ),
  'page-reclaimed': (of) =>
    told(
      `frees ${frameName(of('frame'))} of zone ${zoneName(of('zone'))}`,
      'it is clean, and nobody uses it',
    ),
  'filesystem-entered': (of) =>
    told(
      `enters the file system for ${frameName(of('frame'))}`,
      `task ${of('pid')} asks, with ${tellGfp(of('gfp_flags'))}`,
    ),
  'io-started': (of) =>
    told(
      `the disk is to write ${frameName(of('frame'))}`,
      of('writes') === 0
        ? `done at tick ${of('done')}`
        : `after ${many(of('writes'), 'other page')}, done at tick ${of('done')}`,
    ),
  'io-done': (of) =>
    told(
      `the disk has written ${frameName(of('frame'))}`,
      isYes(of('rotated')) ? 'it goes to the end of the inactive list, to be freed next' : null,
    ),
  'reclaim-pass': (of) =>
    of('nr_reclaimed') >= of('enough')
      ? told(
          'that is progress',
          `${pages(of('nr_reclaimed'))} freed >= ${of('enough')}, at priority ${of('priority')}`,
        )
      : told(
          'that is no progress',
          `${pages(of('nr_reclaimed'))} freed < ${of('enough')}, ${of('nr_scanned')} looked at, at priority ${of('priority')}`,
        ),
  'shrinker-asked': (of) =>
    told(
      `a cache with ${many(of('objects'), 'object')} should give back ${of('delta') + of('nr')}`,
      `4 x ${of('scanned')} / ${of('seeks')} seeks x ${of('objects')} / (${of('lru_pages')} + 1) = ${of('delta')}, and ${of('nr')} from before`,
    ),
  'shrink-batch': (of) =>
    told(
      `asks it to look at ${many(of('batch'), 'object')}, with ${tellGfp(of('gfp_flags'))}`,
      `${of('wanted')} are due`,
    ),
  'shrinker-refused': (of) =>
    told('it refuses', `${tellGfp(of('gfp_flags'))} forbids what it does`),

  'kswapd-woken': (of) =>
    told(
      `wakes kswapd for zone ${zoneName(of('zone'))}`,
      of('order') === 0
        ? `${of('free_pages')} free, pages_low is ${of('pages_low')}`
        : `${of('free_pages')} free, pages_low is ${of('pages_low')}, and it is to be ${pagesOf(of('order'))} in one block`,
    ),
  'balance-pass': (of) =>
    told(
      `has looked at ${pages(of('nr_scanned'))}, and freed ${of('nr_reclaimed')}`,
      `up to zone ${zoneName(of('zone'))}, at priority ${of('priority')}`,
    ),
  'zone-unreclaimable': (of) =>
    told(
      `leaves zone ${zoneName(of('zone'))} alone for now`,
      `${of('pages_scanned')} looks >= 4 for each of ${pages(of('lru_pages'))}, and none came back`,
    ),
  'pdflush-woken': (of) =>
    told(`asks pdflush to write ${pages(of('nr_pages'))}`, `${pages(of('nr_dirty'))} are dirty`),

  'oom-score': (of) =>
    told(
      `task ${of('pid')} has the score ${of('points')}`,
      `${pages(of('total_vm'))} of address space; the highest so far is ${of('maxpoints')}`,
    ),
  'waits-for-victim': (of) =>
    told('kills nobody', `task ${of('pid')} is to die already, and has not ended`),
  'victim-chosen': (of) =>
    told(
      `kills task ${of('pid')}, which has ${pages(of('frames'))}`,
      of('pid') === of('chosen')
        ? 'it has the highest score'
        : `its parent ${of('chosen')} has the highest score`,
    ),
  'memory-given-back': (of) => told(`gives back ${pages(of('frames'))}`),
  'lock-held': (of) =>
    told(
      `task ${of('pid')} waits for a lock`,
      of('holder') === of('pid') ? 'it holds it itself' : `task ${of('holder')} holds it`,
    ),
}

function pages(count: number): string {
  return many(count, 'page')
}

function looksAt(active: number, inactive: number, cluster: number): string {
  const lists = [
    ...(active >= cluster ? [`${active} active pages`] : []),
    ...(inactive >= cluster ? [`${inactive} inactive pages`] : []),
  ]
  return lists.length === 0 ? 'looks at neither list yet' : `looks at ${lists.join(' and ')}`
}
