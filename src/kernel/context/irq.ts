/**
 * An interrupt: the processor leaves what it does, carries out a handler, and goes on. Linux: arch/i386/kernel/irq.c,
 * kernel/irq/handle.c.
 */
import type { Machine } from '../machine.ts'
import { BUG } from '../panic.ts'
import type { KernelFunction } from '../trace/event_kinds.ts'
import { Trace, watched } from '../trace/trace.ts'
import { irqs_disabled, local_irq_disable, local_irq_enable } from './local_irq.ts'
import { preempt_check_resched } from './sleep.ts'
import { irq_enter, irq_exit } from './softirq.ts'

/** How a handler was registered. */
export interface InterruptOptions {
  /** With interrupts off from beginning to end. Linux: SA_INTERRUPT. Otherwise other handlers may come in between. */
  readonly SA_INTERRUPT?: boolean
}

/** Carries out a handler and returns what it returns. Linux: arch/i386/kernel/irq.c do_IRQ(). */
export function do_IRQ<T>(machine: Machine, handler: () => T, options: InterruptOptions = {}): T {
  if (irqs_disabled(machine)) return BUG('do_IRQ: interrupts are off, so none can arrive')
  const { cpu } = machine
  const before = cpu.preempt_count
  const fast = options.SA_INTERRUPT === true
  return watched(machine, 'do_IRQ', [fast ? 1 : 0], () => {
    try {
      local_irq_disable(machine)
      irq_enter(machine)
      if (!fast) local_irq_enable(machine)
      const result = handler()
      local_irq_disable(machine)
      irq_exit(machine)
      local_irq_enable(machine)
      preempt_check_resched(machine)
      return result
    } catch (error) {
      cpu.preempt_count = before
      cpu.interruptsEnabled = true
      throw error
    }
  })
}

/**
 * Lets an interrupt arrive the next time that a kernel function is entered. Where interrupts are off, it waits until
 * they are on. Returns the way to take it back. Ours: a real one comes when it likes.
 */
export function interruptDuring(
  machine: Machine,
  inside: KernelFunction,
  handler: () => void,
  options: InterruptOptions = {},
): () => void {
  const trace = machine.trace ?? new Trace()
  const arrival = { inside, arrive: () => arrive(machine, handler, options) }
  trace.expect(arrival)
  machine.watch(trace)
  return () => {
    trace.forget(arrival)
    if (trace.unwatched && machine.trace === trace) machine.watch(null)
  }
}

/** The interrupt is here: it is handled at once, or as soon as interrupts are on. */
function arrive(machine: Machine, handler: () => void, options: InterruptOptions): void {
  const { cpu } = machine
  const handle = (): void => do_IRQ(machine, handler, options)
  machine.trace?.event('interrupt-arrives', cpu.interruptsEnabled ? 1 : 0)
  if (cpu.interruptsEnabled) handle()
  else cpu.arrivals.push(handle)
}
