/** A task sleeps for some time. Meanwhile others run that have something to do. Linux: kernel/timer.c. */
import { schedule } from '../context/sleep.ts'
import type { Machine } from '../machine.ts'
import { tick } from '../time/timer.ts'
import { runOthers } from './run.ts'

/**
 * Sleeps for so many ticks, counted from now: what others need of them is not added.
 * Linux: kernel/timer.c schedule_timeout().
 */
export function schedule_timeout(machine: Machine, ticks: number): void {
  const until = machine.jiffies + ticks
  schedule(machine)
  whileAsleep(machine, () => {
    tick(machine, Math.max(0, until - machine.jiffies))
    runOthers(machine)
  })
}

/** The processor is in nobody's call meanwhile: no lock, no handler, interrupts on. */
function whileAsleep({ cpu }: Machine, body: () => void): void {
  const { preempt_count, interruptsEnabled } = cpu
  cpu.preempt_count = 0
  cpu.interruptsEnabled = true
  try {
    body()
  } finally {
    cpu.preempt_count = preempt_count
    cpu.interruptsEnabled = interruptsEnabled
  }
}
