/**
 * In which context kernel code runs: in a process, or in an interrupt handler, which may not sleep. The count of
 * handlers that have begun and not ended is kept as Linux keeps it. Linux: linux/hardirq.h.
 */
import type { Machine } from './machine.ts'
import { BUG_ON } from './panic.ts'

/** Handlers of devices are counted in these bits of preempt_count, handlers put off until later in those. */
const HARDIRQ_OFFSET = 0x00010000
const HARDIRQ_MASK = 0x0fff0000
const SOFTIRQ_MASK = 0x0000ff00

/** True while an interrupt handler runs. Linux: linux/hardirq.h in_interrupt(). */
export function in_interrupt(machine: Machine): boolean {
  return (machine.cpu.preempt_count & (HARDIRQ_MASK | SOFTIRQ_MASK)) !== 0
}

/** The kernel stops where a function that may sleep is called in an interrupt. `what` is what it was called for. */
export function forbidInterrupt(machine: Machine, caller: string, what: string): void {
  const forbidden = in_interrupt(machine)
  machine.trace?.event('context', machine.cpu.preempt_count, forbidden ? 1 : 0)
  BUG_ON(forbidden, `${caller}: ${what}: in interrupt`)
}

/** An interrupt handler begins; they can be nested. Linux: linux/hardirq.h irq_enter(). */
export function irq_enter(machine: Machine): void {
  machine.cpu.preempt_count += HARDIRQ_OFFSET
}

/** The innermost interrupt handler ends. Linux: linux/hardirq.h irq_exit(). */
export function irq_exit(machine: Machine): void {
  BUG_ON((machine.cpu.preempt_count & HARDIRQ_MASK) === 0, 'irq_exit: not in interrupt')
  machine.cpu.preempt_count -= HARDIRQ_OFFSET
}
