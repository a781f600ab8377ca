/**
 * In which context a processor works: for a process, in an interrupt handler, in a part of one that was put off, or
 * with a lock in its hands. One count of each processor tells it, some bits for each. Linux: linux/hardirq.h,
 * linux/preempt.h.
 */
import type { Machine } from '../machine.ts'
import { BUG_ON } from '../panic.ts'

/** Locks that are held, and preempt_disable(): the lowest bits. */
export const PREEMPT_OFFSET = 0x00000001
const PREEMPT_MASK = 0x000000ff
/** Handlers that were put off, and local_bh_disable(). */
export const SOFTIRQ_OFFSET = 0x00000100
export const SOFTIRQ_MASK = 0x0000ff00
/** Handlers of devices. */
export const HARDIRQ_OFFSET = 0x00010000
export const HARDIRQ_MASK = 0x0fff0000
/** The processor is changing to another task just now. */
export const PREEMPT_ACTIVE = 0x10000000

/** True while the handler of a device runs. Linux: linux/hardirq.h in_irq(). */
export function in_irq(machine: Machine): boolean {
  return (machine.cpu.preempt_count & HARDIRQ_MASK) !== 0
}

/** True while a handler runs that was put off, and where such handlers are kept away. Linux: in_softirq(). */
export function in_softirq(machine: Machine): boolean {
  return (machine.cpu.preempt_count & SOFTIRQ_MASK) !== 0
}

/** True in both: code that works for no process. Linux: linux/hardirq.h in_interrupt(). */
export function in_interrupt(machine: Machine): boolean {
  return (machine.cpu.preempt_count & (HARDIRQ_MASK | SOFTIRQ_MASK)) !== 0
}

/**
 * True where sleeping is a mistake that can be seen. On a kernel that is not preemptible a lock leaves no trace in the
 * count, so this is false with a lock held, and sleeping is a mistake all the same. Linux: linux/hardirq.h in_atomic().
 */
export function in_atomic(machine: Machine): boolean {
  return (machine.cpu.preempt_count & ~PREEMPT_ACTIVE) !== 0
}

/** Calls of preempt_disable() and locks that are counted. */
export function preemptDepth(machine: Machine): number {
  return machine.cpu.preempt_count & PREEMPT_MASK
}

/** Counts on. Whoever looks on is told by the callers, which know why. */
export function add_preempt_count(machine: Machine, offset: number): void {
  machine.cpu.preempt_count = (machine.cpu.preempt_count + offset) | 0
}

/** The kernel stops where a function that may sleep is called in an interrupt. `what` is what it was called for. */
export function forbidInterrupt(machine: Machine, caller: string, what: string): void {
  const forbidden = in_interrupt(machine)
  machine.trace?.event('context', machine.cpu.preempt_count, forbidden ? 1 : 0)
  BUG_ON(forbidden, `${caller}: ${what}: in interrupt`)
}
