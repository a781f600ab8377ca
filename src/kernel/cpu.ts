/**
 * A processor, and what belongs to it alone. One runs at a time here: code moves from one to another only between two
 * calls, so nothing that several processors do at once has to be thought of.
 */
export class Cpu {
  /** Its number: 0 is the one that booted. Linux: smp_processor_id(). */
  readonly id: number
  /** What keeps it from changing to another task: see context.ts. */
  preempt_count = 0
  /** False between local_irq_disable() and local_irq_enable(). */
  interruptsEnabled = true

  constructor(id: number) {
    this.id = id
  }
}
