/**
 * Interrupts of this processor, off and on. One that arrives while they are off waits until they are on again, and then
 * comes first. Linux: asm-i386/system.h.
 *
 * Differs: after an oops the flag is as it was before the call, because the task that called is gone and the next one
 * runs with its own.
 */
import type { Machine } from '../machine.ts'
import { add_preempt_count, PREEMPT_OFFSET } from './preempt_count.ts'

/** What local_irq_save() returns when interrupts were on: the bit of the processor's flags. Linux: X86_EFLAGS_IF. */
const X86_EFLAGS_IF = 0x200

/** What was on when it was saved. Linux: unsigned long flags. */
export type IrqFlags = number & { readonly kind?: 'interrupt flag' }

export function irqs_disabled(machine: Machine): boolean {
  return !machine.cpu.interruptsEnabled
}

export function local_irq_disable(machine: Machine): void {
  machine.cpu.interruptsEnabled = false
}

/** Interrupts are on from here, and those that waited are handled before anything else happens. */
export function local_irq_enable(machine: Machine): void {
  const { cpu } = machine
  cpu.interruptsEnabled = true
  while (cpu.interruptsEnabled && cpu.arrivals.length > 0) cpu.arrivals.shift()?.()
}

/** How interrupts are. Linux: local_save_flags(). */
export function irqFlags(machine: Machine): IrqFlags {
  return machine.cpu.interruptsEnabled ? X86_EFLAGS_IF : 0
}

/** Turns interrupts off and returns how they were, for local_irq_restore(). */
export function local_irq_save(machine: Machine): IrqFlags {
  const flags = irqFlags(machine)
  machine.cpu.interruptsEnabled = false
  return flags
}

/** Interrupts are again as they were when `flags` were saved, which may be on or off. */
export function local_irq_restore(machine: Machine, flags: IrqFlags): void {
  if ((flags & X86_EFLAGS_IF) !== 0) local_irq_enable(machine)
  else machine.cpu.interruptsEnabled = false
}

/** Carries out `body` with interrupts off. */
export function withIrqsOff<T>(machine: Machine, body: () => T): T {
  const { cpu } = machine
  const flags = local_irq_save(machine)
  let result
  try {
    result = body()
  } catch (error) {
    cpu.interruptsEnabled = flags !== 0
    throw error
  }
  local_irq_restore(machine, flags)
  return result
}

/**
 * Takes a lock that handlers want, too, with interrupts off. There is one processor at a time here, so a lock of the
 * kernel's own is nothing but what others can see of it. Linux: linux/spinlock.h spin_lock_irq(). Differs: on a preemptible
 * kernel a task that waits for the processor would run when such a lock is given back; here, at the next place after it.
 */
export function lockIrq(machine: Machine): void {
  local_irq_disable(machine)
  if (machine.configuration.preemptible) add_preempt_count(machine, PREEMPT_OFFSET)
}

/** Interrupts are on afterwards, whatever they were. Linux: linux/spinlock.h spin_unlock_irq(). */
export function unlockIrq(machine: Machine): void {
  local_irq_enable(machine)
  if (machine.configuration.preemptible) add_preempt_count(machine, -PREEMPT_OFFSET)
}

/** Carries out `body` with such a lock. When it ends in an oops, the processor is as it was. */
export function withLockIrq<T>(machine: Machine, body: () => T): T {
  const { cpu } = machine
  const { interruptsEnabled, preempt_count } = cpu
  lockIrq(machine)
  let result
  try {
    result = body()
  } catch (error) {
    cpu.preempt_count = preempt_count
    cpu.interruptsEnabled = interruptsEnabled
    throw error
  }
  unlockIrq(machine)
  return result
}

/** The same where interrupts may be off already, and stay off then. */
export function withLockIrqsave<T>(machine: Machine, body: () => T): T {
  const { cpu, configuration } = machine
  const { preempt_count } = cpu
  return withIrqsOff(machine, () => {
    if (configuration.preemptible) add_preempt_count(machine, PREEMPT_OFFSET)
    try {
      return body()
    } finally {
      cpu.preempt_count = preempt_count
    }
  })
}
