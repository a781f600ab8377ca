/**
 * Which task runs: one at a time on each processor, until it sleeps or its work is done. When a task sleeps, the
 * others run that have something to do. Linux: kernel/sched.c.
 */
import type { Machine } from '../machine.ts'
import { TaskHeldUp } from '../panic.ts'
import { do_exit } from './exit.ts'
import type { Task } from './task.ts'
import type { KernelThread } from './tasks.ts'

/**
 * Carries out a function as if another task called the kernel: what it allocates is allocated in the name, and with
 * the rights, of that task. It starts in no handler and with no lock. If the task was killed meanwhile, it ends then.
 */
export function runAs<T>(machine: Machine, task: Task, run: () => T): T {
  const { cpu, tasks } = machine
  const { current, preempt_count, interruptsEnabled } = cpu
  cpu.current = task
  cpu.preempt_count = 0
  cpu.interruptsEnabled = true
  tasks.inCalls.push(task)
  try {
    return run()
  } finally {
    tasks.inCalls.pop()
    cpu.current = current
    cpu.preempt_count = preempt_count
    cpu.interruptsEnabled = interruptsEnabled
    if (mayEnd(machine, task)) do_exit(machine, task)
  }
}

/** True for a task that was killed, unless it waits for something else, or is in the middle of a call. */
function mayEnd({ tasks }: Machine, task: Task): boolean {
  return task.TIF_MEMDIE && task.state === 'running' && !tasks.inCalls.includes(task)
}

/** Lets every task run that has work to do, or that was killed and has not ended yet. The caller sleeps. */
export function runOthers(machine: Machine): void {
  for (const thread of machine.tasks.threads) {
    if (isReady(thread)) runThread(machine, thread)
  }
  for (const task of machine.tasks.all.slice()) {
    if (mayEnd(machine, task)) do_exit(machine, task)
  }
}

function isReady({ woken, working, heldUpBy }: KernelThread): boolean {
  return woken && !working && (heldUpBy === null || !heldUpBy())
}

/**
 * Differs: a thread that is held up in the middle of its work begins anew when it can go on, where the kernel goes on
 * at the very place.
 */
function runThread(machine: Machine, thread: KernelThread): void {
  thread.woken = false
  thread.working = true
  thread.heldUpBy = null
  try {
    runAs(machine, thread.task, thread.work)
  } catch (error) {
    if (!(error instanceof TaskHeldUp)) throw error
    thread.heldUpBy = error.isHeldUp
    thread.woken = true
  } finally {
    thread.working = false
  }
}
