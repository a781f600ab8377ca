/** The functions of a machine that are about locks, and functions that run something in a context and end it. */
import { irqFlags, type IrqFlags } from '../context/local_irq.ts'
import * as spinlock from '../context/spinlock.ts'
import type { spinlock_t } from '../context/spinlock.ts'
import { ContextCalls } from './context_calls.ts'

export class LockCalls extends ContextCalls {
  /** On a preemptible kernel no other task runs here until preempt_enable(); else nothing. Can be nested. */
  preempt_disable(): void {
    spinlock.preempt_disable(this.machine)
  }
  /** The end of it. */
  preempt_enable(): void {
    spinlock.preempt_enable(this.machine)
  }
  /** Takes a lock. KernelHang when that would wait for ever; only a kernel for several processors can know. */
  spin_lock(lock: spinlock_t): void {
    spinlock.spin_lock(this.machine, lock)
  }
  /** Takes a lock if nobody holds it. Returns whether it has it now. */
  spin_trylock(lock: spinlock_t): boolean {
    return spinlock.spin_trylock(this.machine, lock)
  }
  /** Gives a lock back. */
  spin_unlock(lock: spinlock_t): void {
    spinlock.spin_unlock(this.machine, lock)
  }
  /** Takes a lock with interrupts off. Returns how they were, for spin_unlock_irqrestore(). */
  spin_lock_irqsave(lock: spinlock_t): IrqFlags {
    const flags = this.local_irq_save()
    this.spin_lock(lock)
    return flags
  }
  /** Gives a lock back; interrupts are as they were. */
  spin_unlock_irqrestore(lock: spinlock_t, flags: IrqFlags): void {
    this.spin_unlock(lock)
    this.local_irq_restore(flags)
  }
  /** Takes a lock and turns interrupts off, where they are known to be on. */
  spin_lock_irq(lock: spinlock_t): void {
    this.local_irq_disable()
    this.spin_lock(lock)
  }
  /** Gives a lock back. Interrupts are on afterwards, whatever they were. */
  spin_unlock_irq(lock: spinlock_t): void {
    this.spin_unlock(lock)
    this.local_irq_enable()
  }
  /** Takes a lock and keeps softirqs away. */
  spin_lock_bh(lock: spinlock_t): void {
    this.local_bh_disable()
    this.spin_lock(lock)
  }
  /** Gives a lock back; softirqs may run again. */
  spin_unlock_bh(lock: spinlock_t): void {
    this.spin_unlock(lock)
    this.local_bh_enable()
  }
  /** True when somebody holds the lock. A kernel for one processor never knows of it. */
  spin_is_locked(lock: spinlock_t): boolean {
    return spinlock.spin_is_locked(this.machine, lock)
  }

  /** Runs a function with a lock held, and returns what it returns. It is given back also when the function throws. Ours. */
  withLock<T>(lock: spinlock_t, body: () => T): T {
    return this.#within(
      () => this.spin_lock(lock),
      body,
      () => this.spin_unlock(lock),
      lock,
    )
  }
  /** The same with interrupts off. Ours. */
  withLockIrq<T>(lock: spinlock_t, body: () => T): T {
    return this.withoutInterrupts(() => this.withLock(lock, body))
  }
  /** Runs a function with interrupts off; afterwards they are as they were. Ours. */
  withoutInterrupts<T>(body: () => T): T {
    const flags = irqFlags(this.machine)
    return this.#within(
      () => this.local_irq_disable(),
      body,
      () => this.local_irq_restore(flags),
    )
  }
  /** Runs a function as a softirq would, and returns what it returns. It is over also when the function throws. Ours. */
  softirq<T>(body: () => T): T {
    return this.#within(
      () => this.local_bh_disable(),
      body,
      () => this.local_bh_enable(),
    )
  }

  /** When the body throws, the processor is as it was before: the task that went wrong is gone. */
  #within<T>(begin: () => void, body: () => T, end: () => void, lock: spinlock_t | null = null): T {
    const { cpu } = this.machine
    const count = cpu.preempt_count
    const on = cpu.interruptsEnabled
    begin()
    let result
    try {
      result = body()
    } catch (error) {
      cpu.preempt_count = count
      cpu.interruptsEnabled = on
      if (lock !== null) lock.holder = null
      throw error
    }
    end()
    return result
  }
}
