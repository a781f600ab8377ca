/** Where the next call of the kernel is made: for a task, in a handler, with a lock; and what is allowed there. */
import {
  HARDIRQ_MASK,
  HARDIRQ_OFFSET,
  preemptDepth,
  SOFTIRQ_MASK,
  SOFTIRQ_OFFSET,
} from '#kernel/context/preempt_count.ts'
import type { Kernel } from '#kernel/index.ts'

/** Why code may not sleep; null where it may. */
export type NoSleepReason = 'handler' | 'softirq' | 'interrupts off' | 'lock' | null

export interface ContextView {
  readonly kind: 'context'
  readonly cpu: number
  readonly task: { readonly comm: string; readonly pid: number }
  readonly preempt_count: number
  /** How often each is entered and not left: what the count is made of. */
  readonly handlers: number
  readonly softirqs: number
  readonly preempts: number
  readonly interruptsEnabled: boolean
  readonly in_interrupt: boolean
  readonly in_atomic: boolean
  /** Names of locks that are held, as far as somebody knows: a kernel for one processor does not. */
  readonly locks: readonly string[]
  /** Numbers of softirqs that are raised. */
  readonly raised: readonly number[]
  readonly preemptible: boolean
  readonly sleepChecks: boolean
  readonly noSleep: NoSleepReason
  /** The kernel would see that it is a mistake to sleep here: the count is not zero, or interrupts are off. */
  readonly isSeen: boolean
}

/** `locks`: names of the spinlocks that the code holds. */
export function viewContext(kernel: Kernel, locks: readonly string[] = []): ContextView {
  const { machine } = kernel
  const { cpu, configuration } = machine
  const { preempt_count, interruptsEnabled, softirq_pending } = cpu
  const raised = Array.from({ length: 32 }, (_, nr) => nr)
  const view = {
    handlers: (preempt_count & HARDIRQ_MASK) / HARDIRQ_OFFSET,
    softirqs: (preempt_count & SOFTIRQ_MASK) / SOFTIRQ_OFFSET,
    preempts: preemptDepth(machine),
    interruptsEnabled,
    locks,
  }
  return {
    kind: 'context',
    cpu: cpu.id,
    task: { comm: cpu.current.comm, pid: cpu.current.pid },
    preempt_count: preempt_count >>> 0,
    ...view,
    in_interrupt: kernel.in_interrupt(),
    in_atomic: kernel.in_atomic(),
    raised: raised.filter((nr) => (softirq_pending & (1 << nr)) !== 0),
    preemptible: configuration.preemptible,
    sleepChecks: configuration.sleepChecks,
    noSleep: noSleepReason(view),
    isSeen: kernel.in_atomic() || !interruptsEnabled,
  }
}

type Depths = Pick<
  ContextView,
  'handlers' | 'softirqs' | 'preempts' | 'interruptsEnabled' | 'locks'
>

function noSleepReason(view: Depths): NoSleepReason {
  if (view.handlers > 0) return 'handler'
  if (view.softirqs > 0) return 'softirq'
  if (!view.interruptsEnabled) return 'interrupts off'
  return view.preempts > 0 || view.locks.length > 0 ? 'lock' : null
}
