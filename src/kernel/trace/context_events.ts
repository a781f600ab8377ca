/** What is told of contexts: interrupts, handlers, locks, sleeping. See event_kinds.ts. */

const SYSTEM = 'include/asm-i386/system.h'
const PREEMPT = 'include/linux/preempt.h'
const SPINLOCK = 'include/linux/spinlock.h'
const SOFTIRQ = 'kernel/softirq.c'
const SCHED = 'kernel/sched.c'

export const contextFunctions = {
  local_irq_disable: { file: SYSTEM, values: [] },
  local_irq_enable: { file: SYSTEM, values: [] },
  local_irq_restore: { file: SYSTEM, values: ['irq_flags'] },
  do_IRQ: { file: 'arch/i386/kernel/irq.c', values: ['SA_INTERRUPT'] },
  raise_softirq: { file: SOFTIRQ, values: ['nr'] },
  do_softirq: { file: SOFTIRQ, values: [] },
  local_bh_disable: { file: 'include/linux/interrupt.h', values: [] },
  local_bh_enable: { file: SOFTIRQ, values: [] },
  preempt_disable: { file: PREEMPT, values: [] },
  preempt_enable: { file: PREEMPT, values: [] },
  spin_lock: { file: SPINLOCK, values: [] },
  spin_trylock: { file: SPINLOCK, values: [] },
  spin_unlock: { file: SPINLOCK, values: [] },
  __might_sleep: { file: SCHED, values: ['line'] },
  schedule: { file: SCHED, values: [] },
  cond_resched: { file: SCHED, values: [] },
} as const

export const contextEvents = {
  /** Interrupts of this processor: how they were and how they are from here on. */
  interrupts: ['were_on', 'on'],
  /** A cache grows: interrupts, which were off, are on meanwhile when the mask has WAIT. */
  'grows-with-interrupts': ['gfp_flags', 'wait'],
  /** Off again, after that. */
  'grown-interrupts-off': [],
  /** While it grew, a handler put so many objects into the array. */
  'filled-meanwhile': ['avail'],
  /** The interrupt asked for by interruptDuring(): it waits where interrupts are off. */
  'interrupt-arrives': ['on'],
  'preempt-count': ['before', 'after'],
  /** On which kernels a lock is what. */
  lock: ['smp', 'preemptible'],
  'softirq-raised': ['nr', 'in_interrupt'],
  /** One bit for each softirq that is raised. */
  'softirqs-run': ['pending', 'round', 'most'],
  softirq: ['nr', 'preempt_count'],
  'softirqs-left': ['pending', 'most'],
  /** May this code sleep? Complaints come once in `hz` ticks; `since` are those since the last, or -1. */
  'sleep-checked': ['in_atomic', 'irqs_disabled', 'since', 'hz'],
  scheduled: ['preempt_count', 'in_atomic'],
} as const
