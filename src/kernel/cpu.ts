/**
 * A processor, and what belongs to it alone. One runs at a time here: code moves from one to another only between two
 * calls, so nothing that several processors do at once has to be thought of.
 */
import { idleTask, type Task } from './tasks/task.ts'

export class Cpu {
  /** Its number: 0 is the one that booted. Linux: smp_processor_id(). */
  readonly id: number
  /** The task whose calls it carries out. Linux: asm-i386/current.h current. */
  current: Task = idleTask()
  /** What keeps it from changing to another task: see context/preempt_count.ts. */
  preempt_count = 0
  /** False between local_irq_disable() and local_irq_enable(). */
  interruptsEnabled = true
  /** Interrupts that arrived while they were off, in that order: each carries out its handler. */
  readonly arrivals: (() => void)[] = []
  /** A bit for each softirq that was raised. Linux: local_softirq_pending(). */
  softirq_pending = 0
  /** Another task is to run as soon as this one lets it. Linux: linux/sched.h need_resched(). */
  need_resched = false

  constructor(id: number) {
    this.id = id
  }
}
