/** The functions of a machine that are about contexts: what code may do depends on where it runs. */
import { do_IRQ, type InterruptOptions, interruptDuring } from '../context/irq.ts'
import * as local_irq from '../context/local_irq.ts'
import * as preempt_count from '../context/preempt_count.ts'
import * as sleep from '../context/sleep.ts'
import * as softirq from '../context/softirq.ts'
import type { KernelFunction } from '../trace/event_kinds.ts'
import { watched } from '../trace/trace.ts'
import { CpuCalls } from './cpu_calls.ts'

type IrqFlags = local_irq.IrqFlags

export class ContextCalls extends CpuCalls {
  /** True while an interrupt handler runs: it may not sleep, and may not create, shrink or destroy caches. */
  in_interrupt(): boolean {
    return preempt_count.in_interrupt(this.machine)
  }
  /** True while the handler of a device runs. */
  in_irq(): boolean {
    return preempt_count.in_irq(this.machine)
  }
  /** True while a softirq runs, and between local_bh_disable() and local_bh_enable(). */
  in_softirq(): boolean {
    return preempt_count.in_softirq(this.machine)
  }
  /** True where the kernel knows that it must not sleep. A lock counts only on a preemptible kernel. */
  in_atomic(): boolean {
    return preempt_count.in_atomic(this.machine)
  }
  /** True while this processor takes no interrupts. */
  irqs_disabled(): boolean {
    return local_irq.irqs_disabled(this.machine)
  }
  /** The count behind these answers: bits 0 to 7 locks, 8 to 15 softirqs, 16 to 27 handlers. */
  preempt_count(): number {
    return this.machine.cpu.preempt_count >>> 0
  }

  /** From here on the caller is an interrupt handler, until irq_exit(). Handlers can be nested. */
  irq_enter(): void {
    softirq.irq_enter(this.machine)
  }
  /** The innermost interrupt handler ends, and after the last one softirqs run. Outside of one: KernelBug. */
  irq_exit(): void {
    softirq.irq_exit(this.machine)
  }
  /**
   * Runs a function as an interrupt handler and returns what it returns. It is over also when the function throws. With
   * SA_INTERRUPT it runs with interrupts off. While they are off already none can arrive: KernelBug. Ours.
   */
  interrupt<T>(handler: () => T, options: InterruptOptions = {}): T {
    return do_IRQ(this.machine, handler, options)
  }
  /**
   * Lets an interrupt arrive the next time that a kernel function is entered, such as 'cache_grow'. Where interrupts are
   * off it waits until they are on. Returns the way to take it back. Ours.
   */
  interruptDuring(
    inside: KernelFunction,
    handler: () => void,
    options: InterruptOptions = {},
  ): () => void {
    return interruptDuring(this.machine, inside, handler, options)
  }

  /** Sets the function of a softirq, 0 to 31. 0 to 5 are those of Linux, but do nothing here until they are set. */
  open_softirq(nr: number, action: () => void): void {
    softirq.open_softirq(this.machine, nr, action)
  }
  /** Asks for a softirq: it runs when the handler ends that asks; elsewhere when this task lets ksoftirqd run. */
  raise_softirq(nr: number): void {
    softirq.raise_softirq(this.machine, nr)
  }
  /** Runs the softirqs that are raised. In an interrupt it does nothing. */
  do_softirq(): void {
    softirq.do_softirq(this.machine)
  }
  /** Keeps softirqs away, until local_bh_enable(). Can be nested. */
  local_bh_disable(): void {
    softirq.local_bh_disable(this.machine)
  }
  /** Softirqs may run again, and those that are raised run now. */
  local_bh_enable(): void {
    softirq.local_bh_enable(this.machine)
    sleep.preempt_check_resched(this.machine)
  }

  /** This processor takes no interrupts from here on. */
  local_irq_disable(): void {
    this.#setInterrupts('local_irq_disable', [], false)
  }
  /** It takes interrupts again; those that waited come now. */
  local_irq_enable(): void {
    this.#setInterrupts('local_irq_enable', [], true)
  }
  /** Turns interrupts off, and returns how they were: for local_irq_restore(). */
  local_irq_save(): IrqFlags {
    const flags = local_irq.irqFlags(this.machine)
    this.local_irq_disable()
    return flags
  }
  /** Interrupts are as they were when the flags were saved: on or off. */
  local_irq_restore(flags: IrqFlags): void {
    this.#setInterrupts('local_irq_restore', [flags], flags !== 0)
  }

  #setInterrupts<F extends 'local_irq_disable' | 'local_irq_enable' | 'local_irq_restore'>(
    name: F,
    values: Parameters<typeof watched<F, void>>[2],
    on: boolean,
  ): void {
    const { machine } = this
    watched(machine, name, values, () => {
      machine.trace?.event('interrupts', machine.cpu.interruptsEnabled ? 1 : 0, on ? 1 : 0)
      if (on) local_irq.local_irq_enable(machine)
      else local_irq.local_irq_disable(machine)
    })
  }

  /**
   * Says that what follows may sleep. A kernel with sleepChecks complains in its log where that is forbidden, with the
   * place that is given, at most once in a second; others notice nothing.
   */
  might_sleep(file: string, line: number): void {
    sleep.might_sleep(this.machine, file, line)
  }
  /** Lets other tasks run. Where that is forbidden the kernel complains in its log, and does it. */
  schedule(): void {
    sleep.schedule(this.machine)
  }
  /** Lets another task run if one waits for this processor: see set_need_resched(). Returns whether one did. */
  cond_resched(): boolean {
    return sleep.cond_resched(this.machine)
  }
  /** From here on another task waits for this processor. Linux: linux/sched.h set_need_resched(). */
  set_need_resched(): void {
    this.machine.cpu.need_resched = true
  }
}
