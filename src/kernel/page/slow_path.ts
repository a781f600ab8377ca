/**
 * What the page allocator does when no zone is above its low mark: in this order, it wakes kswapd, digs deeper, frees
 * memory itself, has a process killed, waits, and tries again or gives up. Linux: mm/page_alloc.c __alloc_pages().
 */
import { hex } from '#lib/hex.ts'
import { in_interrupt } from '../context/preempt_count.ts'
import { cond_resched } from '../context/sleep.ts'
import * as gfp from '../gfp.ts'
import { HZ, NO_PAGE, type GfpFlags, type PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { KernelHang } from '../panic.ts'
import { blk_congestion_wait } from '../reclaim/congestion.ts'
import { wakeup_kswapd } from '../reclaim/kswapd.ts'
import { out_of_memory } from '../reclaim/oom_kill.ts'
import { Patience } from '../reclaim/patience.ts'
import { try_to_free_pages } from '../reclaim/vmscan.ts'
import { PF_MEMALLOC } from '../tasks/task.ts'
import { giveUp } from './page_failure.ts'
import { buffered_rmqueue } from './rmqueue.ts'
import { tellWatermark, zone_watermark_ok, type Demand } from './watermark.ts'
import type { Zone } from './zone.ts'

/** Above this order an allocation is not tried again and again. */
export const COSTLY_ORDER = 3
/** Ticks between two tries. */
const RETRY_TICKS = HZ / 50

/** What is wanted, and from where. */
export interface PageRequest {
  readonly flags: GfpFlags
  readonly order: number
  /** The best zone first. */
  readonly zonelist: readonly Zone[]
  /** The index of that one: what the reserves of the others are against. */
  readonly classzone: number
}

/** The first pass: every zone must stay above its low mark. */
export const LOW_MARK: Demand = { mark: 'pages_low', harder: false, high: false }
/** After fruitless reclaim: only a zone that somebody else has filled meanwhile. */
const HIGH_MARK: Demand = { mark: 'pages_high', harder: false, high: false }

/** What is to be done after a round of reclaim: begin anew, or give up; or the page that was found. */
type AfterReclaim = PageFrame | 'restart' | 'give up'

/** Goes on where the first pass has found nothing. Returns NO_PAGE when the allocation fails. */
export function allocateSlowly(machine: Machine, request: PageRequest): PageFrame {
  const { flags, order } = request
  const patience = new Patience(machine)
  const minMark = demandOf(machine, flags)
  for (;;) {
    for (const zone of request.zonelist) wakeup_kswapd(machine, zone, order)
    const page = tryZones(machine, request, minMark)
    if (page !== NO_PAGE) return page
    if (mayHaveAll(machine)) return takeReserves(machine, request)
    if ((flags & gfp.__GFP_WAIT) === 0) return giveUp(machine, flags, order)
    const next = rebalance(machine, request, minMark, patience)
    if (next === 'give up') return giveUp(machine, flags, order)
    if (next !== 'restart') return next
    machine.trace?.event('restart', order, flags)
    const again = tryZones(machine, request, LOW_MARK)
    if (again !== NO_PAGE) return again
  }
}

/**
 * The second demand: the min mark, lowered for a mask with HIGH, and for who cannot wait: a mask without WAIT, or a
 * real-time task outside of interrupts.
 */
export function demandOf(machine: Machine, flags: GfpFlags): Demand {
  const realTime = machine.cpu.current.rt_task && !in_interrupt(machine)
  return {
    mark: 'pages_min',
    harder: realTime || (flags & gfp.__GFP_WAIT) === 0,
    high: (flags & gfp.__GFP_HIGH) !== 0,
  }
}

/** Takes the pages from the first zone that meets a demand; NO_PAGE when none does. */
export function tryZones(machine: Machine, request: PageRequest, demand: Demand): PageFrame {
  const { flags, order, zonelist, classzone } = request
  const { mark, harder, high } = demand
  for (let place = 0; place < zonelist.length; place++) {
    const zone = zonelist[place]!
    if (machine.trace !== null) {
      const next = zonelist[place + 1]?.index ?? -1
      tellWatermark(machine.trace, zone, order, classzone, demand, next)
    }
    if (!zone_watermark_ok(zone, order, zone[mark], classzone, harder, high)) continue
    const page = buffered_rmqueue(machine, zone, order, flags)
    if (page !== NO_PAGE) return page
  }
  return NO_PAGE
}

/** True for who frees memory, or is to die and give back his own: then the marks do not count, outside of interrupts. */
export function ignoresMarks(machine: Machine): boolean {
  const { flags, TIF_MEMDIE } = machine.cpu.current
  return ((flags & PF_MEMALLOC) !== 0 || TIF_MEMDIE) && !in_interrupt(machine)
}

/** The same, told. */
function mayHaveAll(machine: Machine): boolean {
  if (!ignoresMarks(machine)) return false
  const { current } = machine.cpu
  const memalloc = (current.flags & PF_MEMALLOC) !== 0
  machine.trace?.event('marks-ignored', current.pid, memalloc ? 1 : 0, current.TIF_MEMDIE ? 1 : 0)
  return true
}

/** The third pass, down to the last page. */
function takeReserves(machine: Machine, { zonelist, order, flags }: PageRequest): PageFrame {
  for (const zone of zonelist) {
    const page = buffered_rmqueue(machine, zone, order, flags)
    if (page !== NO_PAGE) return page
  }
  return giveUp(machine, flags, order)
}

/** Reclaims, round after round, as long as the rules say so. Linux: the label rebalance in __alloc_pages(). */
function rebalance(
  machine: Machine,
  request: PageRequest,
  minMark: Demand,
  patience: Patience,
): AfterReclaim {
  const { flags, order, zonelist } = request
  for (let round = 1; ; round++) {
    machine.trace?.event('rebalance', round, order, flags)
    const progress = reclaimDirectly(machine, zonelist, flags, order)
    if (progress) {
      const page = tryZones(machine, request, minMark)
      if (page !== NO_PAGE) return page
    } else if ((flags & gfp.__GFP_FS) !== 0 && (flags & gfp.__GFP_NORETRY) === 0) {
      const page = tryZones(machine, request, HIGH_MARK)
      if (page !== NO_PAGE) return page
      out_of_memory(machine, flags)
      if (patience.isOver(machine)) throw hang(machine, flags, order)
      return 'restart'
    }
    const again = mayRetry(flags, order)
    machine.trace?.event('retry', order, flags, COSTLY_ORDER, progress ? 1 : 0, again ? 1 : 0)
    if (!again) return 'give up'
    if (patience.isOver(machine)) throw hang(machine, flags, order)
    blk_congestion_wait(machine, RETRY_TICKS)
  }
}

/** Frees memory in the name of the task that asks, which may have all memory meanwhile, and never comes here again. */
function reclaimDirectly(
  machine: Machine,
  zonelist: readonly Zone[],
  flags: GfpFlags,
  order: number,
): boolean {
  const { current } = machine.cpu
  cond_resched(machine)
  current.flags |= PF_MEMALLOC
  current.reclaimed_slab = 0
  try {
    return try_to_free_pages(machine, zonelist, flags, order)
  } finally {
    current.reclaimed_slab = null
    current.flags &= ~PF_MEMALLOC
    cond_resched(machine)
  }
}

/**
 * True when the mask wants another try: NORETRY never does; else up to order 3 there is always one, above only with
 * REPEAT or NOFAIL. Linux: do_retry in __alloc_pages().
 */
function mayRetry(flags: GfpFlags, order: number): boolean {
  if ((flags & gfp.__GFP_NORETRY) !== 0) return false
  return order <= COSTLY_ORDER || (flags & (gfp.__GFP_REPEAT | gfp.__GFP_NOFAIL)) !== 0
}

function hang(machine: Machine, flags: GfpFlags, order: number): KernelHang {
  machine.trace?.event('waits-for-ever', order, flags, COSTLY_ORDER)
  return new KernelHang(
    `__alloc_pages: order ${order}, mode ${hex(flags, 1)} waits for ever: nothing can be reclaimed`,
  )
}
