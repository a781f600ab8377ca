/**
 * Sleeping: letting other tasks run. Only code that works for a process may, without a lock and with interrupts on.
 * Whether it is noticed when other code does depends on how the kernel was built. Linux: kernel/sched.c.
 */
import { __GFP_WAIT } from '../gfp.ts'
import { HZ, type GfpFlags } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { printk } from '../printk.ts'
import { runOthers } from '../tasks/run.ts'
import { watched } from '../trace/trace.ts'
import { irqs_disabled, local_irq_enable } from './local_irq.ts'
import { add_preempt_count, in_atomic, PREEMPT_ACTIVE } from './preempt_count.ts'
import { do_softirq } from './softirq.ts'

/**
 * Said at the beginning of functions that may sleep, whether they do this time or not. A kernel built with
 * CONFIG_DEBUG_SPINLOCK_SLEEP then complains in its log when it would be a mistake, at most once in a second; others
 * notice nothing. Linux: kernel/sched.c __might_sleep(). Differs: without a stack of calls.
 */
export function might_sleep(machine: Machine, file: string, line: number): void {
  if (!machine.configuration.sleepChecks || !machine.contexts.running) return
  watched(machine, '__might_sleep', [line], () => checkSleep(machine, file, line))
}

function checkSleep(machine: Machine, file: string, line: number): void {
  const { contexts, jiffies } = machine
  const { sleepReportedAt } = contexts
  const atomic = in_atomic(machine) ? 1 : 0
  const off = irqs_disabled(machine) ? 1 : 0
  const since = sleepReportedAt === null ? -1 : jiffies - sleepReportedAt
  machine.trace?.event('sleep-checked', atomic, off, since, HZ)
  if (atomic === 0 && off === 0) return
  if (since >= 0 && since < HZ) return
  contexts.sleepReportedAt = jiffies
  printk(machine, `sleeping function called from invalid context at ${file}:${line}`)
  printk(machine, `in_atomic():${atomic}, irqs_disabled():${off}`)
}

/** Every down() of a semaphore may sleep, also when nobody holds it. Linux: asm-i386/semaphore.h down(). */
export function mightSleepInDown(machine: Machine): void {
  might_sleep(machine, 'include/asm/semaphore.h', 107)
}

/** might_sleep() of an allocation: only a mask with WAIT sleeps. Linux: linux/kernel.h might_sleep_if(). */
export function mightSleepFor(machine: Machine, flags: GfpFlags, file: string, line: number): void {
  if ((flags & __GFP_WAIT) !== 0) might_sleep(machine, file, line)
}

/**
 * Lets other tasks run. In atomic context the kernel complains in its log, and does it all the same. Interrupts are on
 * afterwards, whatever they were. Linux: kernel/sched.c schedule(). Differs: of other tasks, those run that are part of
 * the machine: ksoftirqd, threads that were woken, such as kswapd, and processes that were killed, which end.
 */
export function schedule(machine: Machine): void {
  watched(machine, 'schedule', [], () => {
    const { cpu } = machine
    const atomic = in_atomic(machine)
    machine.trace?.event('scheduled', cpu.preempt_count >>> 0, atomic ? 1 : 0)
    if (atomic) printk(machine, whileAtomic(machine))
    cpu.need_resched = false
    local_irq_enable(machine)
    runSoftirqd(machine)
    runOthers(machine)
  })
}

/** ksoftirqd is a task of its own: it holds no lock, and is in no handler. Linux: kernel/softirq.c ksoftirqd(). */
function runSoftirqd(machine: Machine): void {
  const { cpu } = machine
  const { preempt_count } = cpu
  cpu.preempt_count = 0
  do_softirq(machine)
  cpu.preempt_count = preempt_count
}

function whileAtomic({ cpu }: Machine): string {
  const count = (cpu.preempt_count >>> 0).toString(16).padStart(8, '0')
  return `scheduling while atomic: ${cpu.current.comm}/0x${count}/${cpu.current.pid}`
}

/**
 * Lets another task run if one waits for the processor: for places in long work where that is harmless. Returns whether
 * one did. Linux: kernel/sched.c cond_resched().
 */
export function cond_resched(machine: Machine): boolean {
  if (!machine.cpu.need_resched) return false
  return watched(machine, 'cond_resched', [], () => {
    switchTask(machine)
    return true
  })
}

/** On a preemptible kernel: lets a task that waits for the processor run, unless that is forbidden just now. */
export function preempt_check_resched(machine: Machine): void {
  const { cpu, configuration } = machine
  if (!configuration.preemptible) return
  if (cpu.need_resched && cpu.preempt_count === 0 && cpu.interruptsEnabled) switchTask(machine)
}

/** The bit in the count says that the task did not ask for it. */
function switchTask(machine: Machine): void {
  add_preempt_count(machine, PREEMPT_ACTIVE)
  schedule(machine)
  add_preempt_count(machine, -PREEMPT_ACTIVE)
}
