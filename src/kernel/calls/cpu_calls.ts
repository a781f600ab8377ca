/** The functions of a machine that are about its processors and about time. */
import type { Machine } from '../machine.ts'
import { rcuGracePeriod } from '../time/rcu.ts'
import { tick } from '../time/timer.ts'

export class CpuCalls {
  /** The state that all functions work on. The views read it; a program should call the functions below. */
  declare readonly machine: Machine

  constructor(machine: Machine) {
    this.machine = machine
  }

  /** The number of the processor that runs now. 0 is the one that booted. Linux: linux/smp.h smp_processor_id(). */
  smp_processor_id(): number {
    return this.machine.cpu.id
  }

  /** From now on all calls are made on another processor. A RangeError when there is no such one. Ours. */
  switchCpu(id: number): void {
    this.machine.switchCpu(id)
  }

  /** Runs a function on a processor and returns what it returns; afterwards the one before goes on. Ours. */
  onCpu<T>(id: number, run: () => T): T {
    return this.machine.onCpu(id, run)
  }

  /** Clock ticks of a millisecond; boot ends at 1000000. */
  get jiffies(): number {
    return this.machine.jiffies
  }

  /**
   * Lets time pass, in ticks of a millisecond. What is due in it is done: the reaper runs on each processor, the first
   * time a second after boot and then every two, and grace periods end, two ticks after they began. Calls themselves
   * take no time. Ours.
   */
  tick(ticks = 1): void {
    if (!Number.isInteger(ticks) || ticks < 0) {
      throw new RangeError(`tick: ${String(ticks)} is no number of ticks; give a whole one.`)
    }
    tick(this.machine, ticks)
  }

  /**
   * Lets a grace period end without time passing: slabs of caches with SLAB_DESTROY_BY_RCU that were destroyed give
   * their pages back. Returns how many callbacks ran; 0 also while a processor may not change to another task, because
   * no grace period can end then. Ours.
   */
  rcuGracePeriod(): number {
    return rcuGracePeriod(this.machine)
  }
}
