/** Waking a thread of the kernel that waits for work. Linux: kernel/sched.c. */
import type { Machine } from '../machine.ts'
import { schedule_delayed_work_on } from '../time/timer.ts'
import { runOthers } from './run.ts'
import type { KernelThread } from './tasks.ts'

/**
 * There is work for a thread: it runs when a task sleeps, or at the next tick. Linux: kernel/sched.c wake_up_process().
 * Differs: it never takes the processor from the task that wakes it. There it may, at the next cond_resched(), if the
 * scheduler finds it more urgent, so that kswapd can be done before its waker begins to reclaim.
 */
export function wake_up_process(machine: Machine, thread: KernelThread): void {
  thread.woken = true
  if (thread.due) return
  thread.due = true
  const look = (): void => {
    thread.due = false
    runOthers(machine)
  }
  schedule_delayed_work_on(machine, machine.cpu.id, look, 1)
}
