/**
 * Time: ticks of the clock, and work that is to be done on a processor at a certain tick. Time passes only when tick()
 * is called; a call of the kernel takes none. Linux: kernel/timer.c, kernel/workqueue.c.
 */
import { timer_interrupt } from '../context/softirq.ts'
import type { Cpu } from '../cpu.ts'
import type { Machine } from '../machine.ts'
import { watched } from '../trace/trace.ts'
import { isQuiet, nextRcuTick, rcu_process_callbacks } from './rcu.ts'

/** Linux: linux/workqueue.h struct work_struct. */
interface DelayedWork {
  readonly cpu: number
  /** The tick from which on it may be done. */
  readonly expires: number
  readonly func: () => void
}

/** What waits for its time, in the order in which it is done. */
export class Timers {
  #waiting: readonly DelayedWork[] = []

  add(work: DelayedWork): void {
    this.#waiting = [...this.#waiting, work].sort((a, b) => a.expires - b.expires)
  }

  /** The tick at which the first of those is due that one of the processors is to do. */
  nextOf(cpus: readonly number[]): number | null {
    return this.#waiting.find(({ cpu }) => cpus.includes(cpu))?.expires ?? null
  }

  /** Takes out the first that is due on a processor. */
  takeDue(cpu: number, jiffies: number): DelayedWork | null {
    const due = this.#waiting.find((work) => work.cpu === cpu && work.expires <= jiffies)
    if (due === undefined) return null
    this.#waiting = this.#waiting.filter((work) => work !== due)
    return due
  }
}

/**
 * Has a function called on a processor after so many ticks, by a task that may sleep.
 * Linux: kernel/workqueue.c schedule_delayed_work_on().
 */
export function schedule_delayed_work_on(
  machine: Machine,
  cpu: number,
  func: () => void,
  delay: number,
): void {
  machine.timers.add({ cpu, expires: machine.jiffies + delay, func })
}

/**
 * Lets so many ticks pass. Softirqs that are raised run at the first. At each, what is due is done: first the callbacks
 * of a grace period that ends, then delayed work, processor after processor. What is due on a processor with interrupts
 * off, or in a handler, waits until the first tick after that. Linux: kernel/timer.c do_timer(), run_timer_softirq().
 */
export function tick(machine: Machine, ticks: number): void {
  const end = machine.jiffies + ticks
  if (ticks > 0) timer_interrupt(machine)
  for (;;) {
    const due = nextTick(machine)
    if (due === null || due > end) break
    machine.jiffies = due
    rcu_process_callbacks(machine)
    for (const cpu of machine.cpus) run_workqueue(machine, cpu)
  }
  // Work that is done may have slept, and so let time pass itself.
  machine.jiffies = Math.max(machine.jiffies, end)
}

/** The next tick at which something is to be done; it is in the future, also for what is late. */
function nextTick(machine: Machine): number | null {
  const { cpus, jiffies, timers } = machine
  const quiet = cpus.filter(isQuiet).map(({ id }) => id)
  const ticks = [timers.nextOf(quiet), nextRcuTick(machine)].filter((at) => at !== null)
  return ticks.length === 0 ? null : Math.max(jiffies + 1, Math.min(...ticks))
}

/** Does what is due on a processor, if it may change to the task that does it. Linux: kernel/workqueue.c run_workqueue(). */
function run_workqueue(machine: Machine, cpu: Cpu): void {
  for (;;) {
    const work = isQuiet(cpu) ? machine.timers.takeDue(cpu.id, machine.jiffies) : null
    if (work === null) return
    machine.onCpu(cpu.id, () =>
      watched(machine, 'run_workqueue', [], () => {
        machine.trace?.event('work-due', work.expires, machine.jiffies)
        work.func()
      }),
    )
  }
}
