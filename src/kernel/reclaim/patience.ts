/**
 * How long a caller that never gives up is let wait. In the kernel it would wait for ever; here somebody sits in front
 * of it, and is told when nothing can change any more. Ours.
 */
import { HZ } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { schedule_timeout } from '../tasks/sleep.ts'

/** Rounds in a row that change nothing, before it is asked whether time alone would. */
const FRUITLESS_ROUNDS = 3
/** Seconds that are let pass then: the reaper looks at every cache within six. */
const SECONDS = 8

export class Patience {
  #state: string
  #fruitless = 0

  constructor(machine: Machine) {
    this.#state = stateOf(machine)
  }

  /**
   * Asked after each round. True when nothing can change any more: three rounds have changed nothing that is counted
   * (free pages, pages of the lists, dirty pages, slabs, processes), the disk is idle, and eight seconds in which all
   * other tasks could run have changed nothing, either. Differs: those seconds are one round here, and four hundred in
   * the kernel.
   */
  isOver(machine: Machine): boolean {
    if (this.#hasChanged(machine) || machine.disk.queue.length > 0) return false
    this.#fruitless++
    if (this.#fruitless < FRUITLESS_ROUNDS) return false
    machine.trace?.event('nothing-changes', this.#fruitless, SECONDS * HZ)
    for (let second = 0; second < SECONDS; second++) {
      schedule_timeout(machine, HZ)
      if (this.#hasChanged(machine)) return false
    }
    return true
  }

  #hasChanged(machine: Machine): boolean {
    const state = stateOf(machine)
    if (state === this.#state) return false
    this.#state = state
    this.#fruitless = 0
    return true
  }
}

/** Everything that is counted of memory, as one text. */
function stateOf({ zones, reclaimable, nr_slab, tasks }: Machine): string {
  const ofZones = zones.map((zone) => [
    zone.free_pages,
    zone.nr_active,
    zone.nr_inactive,
    ...zone.pageset.flat().map((list) => list.count),
  ])
  const { nr_pagecache, nr_dirty, nr_writeback } = reclaimable
  return [
    ofZones,
    nr_pagecache,
    nr_dirty,
    nr_writeback,
    nr_slab,
    tasks.killed,
    tasks.all.length,
  ].join()
}
