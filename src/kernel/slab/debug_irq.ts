/** What a kernel with slab debugging knows of interrupts: some functions may not be called while they are off. */
import { irqs_disabled } from '../context/local_irq.ts'
import type { Machine } from '../machine.ts'
import { BUG_ON } from '../panic.ts'

/**
 * Stops a kernel with slab debugging when interrupts are off here; one without does not look, and turns them on in the
 * end. Linux: mm/slab.c check_irq_on().
 */
export function check_irq_on(machine: Machine, caller: string): void {
  if (!machine.configuration.slabDebug) return
  const off = irqs_disabled(machine)
  machine.trace?.event('irq-on-checked', off ? 1 : 0)
  BUG_ON(off, `${caller}: interrupts are off`)
}
