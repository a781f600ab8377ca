/**
 * kswapd: a thread of the kernel that is woken when a zone falls below its low mark, and reclaims until every zone is
 * above its high mark, so that others need not. Linux: mm/vmscan.c.
 */
import { cond_resched } from '../context/sleep.ts'
import { GFP_KERNEL } from '../gfp.ts'
import { HZ } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { zone_watermark_ok } from '../page/watermark.ts'
import { DEF_PRIORITY, type Zone } from '../page/zone.ts'
import { PF_KSWAPD, PF_MEMALLOC } from '../tasks/task.ts'
import { wake_up_process } from '../tasks/wake.ts'
import type { KernelThread } from '../tasks/tasks.ts'
import { watched } from '../trace/trace.ts'
import { blk_congestion_wait } from './congestion.ts'
import { lruPages } from './lru.ts'
import { newScanControl, SWAP_CLUSTER_MAX } from './scan_control.ts'
import { shrink_slab } from './shrinkers.ts'
import { shrink_zone } from './shrink_zone.ts'
import { takeReclaimedSlab } from './vmscan.ts'

/** What there is to do for the thread. */
export interface Kswapd {
  thread: KernelThread | null
  /** The largest order that it was woken for. Linux: linux/mmzone.h struct pglist_data. */
  kswapd_max_order: number
}

/** Adds the thread to the machine. Linux: mm/vmscan.c kswapd(). */
export function startKswapd(machine: Machine): void {
  const { kswapd } = machine
  const thread = machine.tasks.addThread('kswapd0', PF_MEMALLOC | PF_KSWAPD, () => {
    balanceUntilAsked(machine)
  })
  thread.task.reclaimed_slab = 0
  kswapd.thread = thread
}

/** It goes on at once when a larger order was asked for meanwhile, and forgets the smaller ones: it has seen to them. */
function balanceUntilAsked(machine: Machine): void {
  const { kswapd } = machine
  let order = -1
  while (order < kswapd.kswapd_max_order) {
    order = kswapd.kswapd_max_order
    balance_pgdat(machine, order)
  }
  kswapd.kswapd_max_order = 0
}

/**
 * Wakes the thread if a zone is below its low mark. While it works it cannot be woken, and only notes a larger order.
 * Linux: mm/vmscan.c wakeup_kswapd().
 */
export function wakeup_kswapd(machine: Machine, zone: Zone, order: number): void {
  const { kswapd, trace } = machine
  if (zone_watermark_ok(zone, order, zone.pages_low, 0, false, false)) return
  trace?.event('kswapd-woken', zone.index, order, zone.free_pages, zone.pages_low)
  if (kswapd.kswapd_max_order < order) kswapd.kswapd_max_order = order
  if (kswapd.thread !== null && !kswapd.thread.working) wake_up_process(machine, kswapd.thread)
}

/** Linux: mm/vmscan.c balance_pgdat(). Returns the pages that were freed in the last round. */
function balance_pgdat(machine: Machine, order: number): number {
  return watched(machine, 'balance_pgdat', [order], () => balance(machine, order))
}

/** Rounds of ever harder tries, until every zone is as it should be or has nothing that could be reclaimed. */
function balance(machine: Machine, order: number): number {
  for (;;) {
    const round = balanceOnce(machine, order)
    for (const zone of machine.zones) zone.prev_priority = zone.temp_priority
    if (round.allOk) return round.reclaimed
    cond_resched(machine)
  }
}

function balanceOnce(machine: Machine, order: number): { allOk: boolean; reclaimed: number } {
  let scanned = 0
  let reclaimed = 0
  for (const zone of machine.zones) zone.temp_priority = DEF_PRIORITY
  for (let priority = DEF_PRIORITY; priority >= 0; priority--) {
    const end = highestInNeed(machine, order, priority)
    if (end === null) return { allOk: true, reclaimed }
    const pass = balanceUpTo(machine, end, order, priority)
    scanned += pass.scanned
    reclaimed += pass.reclaimed
    machine.trace?.event('balance-pass', priority, end.index, pass.scanned, pass.reclaimed)
    if (pass.allOk) return { allOk: true, reclaimed }
    if (scanned > 0 && priority < DEF_PRIORITY - 2) blk_congestion_wait(machine, HZ / 10)
    if (reclaimed >= SWAP_CLUSTER_MAX) break
  }
  return { allOk: false, reclaimed }
}

/** The highest zone that is not above its high mark, of those worth a look; null when all is well. */
function highestInNeed(machine: Machine, order: number, priority: number): Zone | null {
  const inNeed = machine.zones.findLast(
    (zone) =>
      isWorthALook(zone, priority) &&
      !zone_watermark_ok(zone, order, zone.pages_high, 0, false, false),
  )
  return inNeed ?? null
}

function isWorthALook(zone: Zone, priority: number): boolean {
  return zone.present_pages > 0 && (!zone.all_unreclaimable || priority === DEF_PRIORITY)
}

/** One pass over all zones from the lowest to `end`, whether they are in need or not. */
function balanceUpTo(
  machine: Machine,
  end: Zone,
  order: number,
  priority: number,
): { allOk: boolean; scanned: number; reclaimed: number } {
  const zones = machine.zones.slice(0, end.index + 1)
  const lru_pages = zones.reduce((sum, zone) => sum + lruPages(zone), 0)
  let allOk = true
  let scanned = 0
  let reclaimed = 0
  for (const zone of zones) {
    if (!isWorthALook(zone, priority)) continue
    if (!zone_watermark_ok(zone, order, zone.pages_high, end.index, false, false)) allOk = false
    zone.temp_priority = priority
    zone.prev_priority = Math.min(zone.prev_priority, priority)
    const sc = newScanControl(GFP_KERNEL, priority)
    shrink_zone(machine, zone, sc)
    machine.cpu.current.reclaimed_slab = 0
    shrink_slab(machine, sc.nr_scanned, GFP_KERNEL, lru_pages)
    scanned += sc.nr_scanned
    reclaimed += sc.nr_reclaimed + takeReclaimedSlab(machine)
    if (zone.pages_scanned >= lruPages(zone) * 4) giveUpOn(machine, zone)
  }
  return { allOk, scanned, reclaimed }
}

/** All pages of a zone were looked at four times, and nothing came back. */
function giveUpOn(machine: Machine, zone: Zone): void {
  if (zone.all_unreclaimable) return
  machine.trace?.event('zone-unreclaimable', zone.index, zone.pages_scanned, lruPages(zone))
  zone.all_unreclaimable = true
}
