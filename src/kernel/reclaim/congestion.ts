/** Waiting for the disk. Linux: drivers/block/ll_rw_blk.c. */
import type { Machine } from '../machine.ts'
import { schedule_timeout } from '../tasks/sleep.ts'

/**
 * Sleeps until a disk that had too much to write has caught up, but at most so many ticks.
 * Linux: drivers/block/ll_rw_blk.c blk_congestion_wait(). Differs: the disk never has too much, so it is always so many.
 */
export function blk_congestion_wait(machine: Machine, ticks: number): void {
  machine.trace?.event('congestion-wait', ticks, machine.disk.queue.length, machine.jiffies)
  schedule_timeout(machine, ticks)
}
