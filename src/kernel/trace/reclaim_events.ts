/** What the page allocator and reclaim tell when memory is short: see event_kinds.ts for what the words mean. */

const VMSCAN = 'mm/vmscan.c'

export const reclaimFunctions = {
  try_to_free_pages: { file: VMSCAN, values: ['gfp_flags', 'order'] },
  shrink_zone: { file: VMSCAN, values: ['zone', 'priority'] },
  shrink_list: { file: VMSCAN, values: ['count', 'gfp_flags'] },
  pageout: { file: VMSCAN, values: ['frame', 'gfp_flags'] },
  shrink_slab: { file: VMSCAN, values: ['scanned', 'gfp_flags', 'lru_pages'] },
  balance_pgdat: { file: VMSCAN, values: ['order'] },
  background_writeout: { file: 'mm/page-writeback.c', values: ['count'] },
  end_page_writeback: { file: 'mm/filemap.c', values: ['frame'] },
  out_of_memory: { file: 'mm/oom_kill.c', values: ['gfp_flags'] },
  do_exit: { file: 'kernel/exit.c', values: ['pid'] },
} as const

export const reclaimEvents = {
  /** No mark counts for a task that frees memory (PF_MEMALLOC), or that is to die (TIF_MEMDIE). */
  'marks-ignored': ['pid', 'memalloc', 'memdie'],
  /** The allocator frees memory itself. */
  rebalance: ['round', 'order', 'gfp_flags'],
  /** Once more? Up to `costly_order` always, above only with REPEAT or NOFAIL, with NORETRY never. */
  retry: ['order', 'gfp_flags', 'costly_order', 'progress', 'again'],
  /** From the first pass again, after the OOM killer has done something. */
  restart: ['order', 'gfp_flags'],
  /** Rounds in a row have changed nothing; is there something that time alone will change? */
  'nothing-changes': ['rounds', 'ticks'],
  'waits-for-ever': ['order', 'gfp_flags', 'costly_order'],
  /** Sleeps for so many ticks; `writes` pages are with the disk. */
  'congestion-wait': ['ticks', 'writes', 'jiffies'],

  /**
   * Of each list so many pages are to be looked at by now; with less than `cluster` it waits until the next time.
   */
  'pages-to-scan': ['nr_active', 'scan_active', 'nr_inactive', 'scan_inactive', 'cluster'],
  /** Of `count` pages of the active list `moved` go to the inactive one, `mapped` are memory of processes and stay. */
  deactivated: ['count', 'moved', 'mapped'],
  'page-in-writeback': ['frame'],
  /** It was used lately, and goes to the active list. */
  'page-activated': ['frame'],
  /** It was used lately, and is not written yet. */
  'dirty-page-in-use': ['frame'],
  /** To write it takes one of the bits `needs`, of which the mask has none. */
  'mask-forbids-writing': ['frame', 'gfp_flags', 'needs'],
  'page-reclaimed': ['frame', 'zone'],
  /** The file system is asked to write a page, in the name of the task `pid`. */
  'filesystem-entered': ['frame', 'gfp_flags', 'pid'],
  /** The disk will write the page after `writes` others, and be done when the clock is at `done`. */
  'io-started': ['frame', 'writes', 'done'],
  /** The disk is done; with `rotated` the page is the next to be freed. */
  'io-done': ['frame', 'rotated'],
  /** A pass over all zones: has it freed enough? */
  'reclaim-pass': ['priority', 'nr_scanned', 'nr_reclaimed', 'enough'],
  /** A cache has `objects` to give; after `scanned` of `lru_pages` pages its part is `delta`, beside `nr` from before. */
  'shrinker-asked': ['objects', 'scanned', 'lru_pages', 'seeks', 'delta', 'nr'],
  'shrink-batch': ['batch', 'wanted', 'gfp_flags'],
  /** With this mask it may do nothing. */
  'shrinker-refused': ['gfp_flags'],

  'kswapd-woken': ['zone', 'order', 'free_pages', 'pages_low'],
  /** A pass of kswapd, over all zones up to `zone`. */
  'balance-pass': ['priority', 'zone', 'nr_scanned', 'nr_reclaimed'],
  /** Four looks at each of `lru_pages` pages have freed nothing. */
  'zone-unreclaimable': ['zone', 'pages_scanned', 'lru_pages'],
  'pdflush-woken': ['nr_pages', 'nr_dirty'],

  /** A process and its score, with the highest one before it. */
  'oom-score': ['pid', 'total_vm', 'points', 'maxpoints'],
  /** One that was killed has not ended yet. */
  'waits-for-victim': ['pid'],
  /** The task `pid` dies, because `chosen` has the highest score: itself, or its child. */
  'victim-chosen': ['pid', 'total_vm', 'frames', 'chosen'],
  'memory-given-back': ['frames'],
  /** A lock is held by the task `holder`, and the task `pid` wants it. */
  'lock-held': ['holder', 'pid'],
} as const
