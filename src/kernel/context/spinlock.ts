/**
 * Spinlocks: who waits for one does nothing else, so nobody may sleep who holds one. On a kernel for one processor they
 * are nothing at all but preempt_disable(), and that is nothing on a kernel that is not preemptible. Linux:
 * linux/spinlock.h, kernel/spinlock.c.
 */
import type { Cpu } from '../cpu.ts'
import type { Machine } from '../machine.ts'
import { KernelHang } from '../panic.ts'
import { watched } from '../trace/trace.ts'
import { add_preempt_count, PREEMPT_OFFSET } from './preempt_count.ts'
import { preempt_check_resched } from './sleep.ts'

/** A lock. The name is ours, for messages. Linux: asm-i386/spinlock.h spinlock_t. */
export class spinlock_t {
  readonly name: string
  /** The processor that holds it, on a kernel for several; the others know nothing of it. */
  holder: Cpu | null = null

  constructor(name: string) {
    this.name = name
  }
}

/** No other task comes to run here until preempt_enable(). Nothing on a kernel that is not preemptible. */
export function preempt_disable(machine: Machine): void {
  if (!machine.configuration.preemptible) return
  watched(machine, 'preempt_disable', [], () => count(machine, PREEMPT_OFFSET))
}

/** The end of it. A task that is to run instead of this one does so now. Linux: linux/preempt.h preempt_enable(). */
export function preempt_enable(machine: Machine): void {
  if (!machine.configuration.preemptible) return
  watched(machine, 'preempt_enable', [], () => {
    count(machine, -PREEMPT_OFFSET)
    preempt_check_resched(machine)
  })
}

function count(machine: Machine, offset: number): void {
  const before = machine.cpu.preempt_count
  machine.trace?.event('preempt-count', before >>> 0, (before + offset) >>> 0)
  add_preempt_count(machine, offset)
}

/** True when somebody holds the lock, as far as this kernel can know. Linux: spin_is_locked(). */
export function spin_is_locked(machine: Machine, lock: spinlock_t): boolean {
  // What another machine holds, or this one before its last reset, is free here.
  return lock.holder !== null && machine.cpus.includes(lock.holder)
}

/** Takes a lock. One that is held is waited for; who would have to wait for ever is a KernelHang. */
export function spin_lock(machine: Machine, lock: spinlock_t): void {
  watched(machine, 'spin_lock', [], () => {
    preempt_disable(machine)
    acquire(machine, lock)
  })
}

/** Linux: asm-i386/spinlock.h _raw_spin_lock(). */
function acquire(machine: Machine, lock: spinlock_t): void {
  const { cpu, configuration } = machine
  machine.trace?.event('lock', configuration.smp ? 1 : 0, configuration.preemptible ? 1 : 0)
  if (!configuration.smp) return
  if (spin_is_locked(machine, lock)) throw waitsForEver(cpu, lock)
  lock.holder = cpu
}

function waitsForEver(cpu: Cpu, { name, holder }: spinlock_t): KernelHang {
  const who =
    holder === cpu
      ? 'this CPU holds it itself'
      : `CPU ${holder?.id ?? -1} holds it, and gives it back only after this call`
  return new KernelHang(`spin_lock: waits for ever for the lock ${name}: ${who}`)
}

/** Takes a lock if nobody holds it. Returns whether it has it now. A kernel for one processor always gets it. */
export function spin_trylock(machine: Machine, lock: spinlock_t): boolean {
  return watched(machine, 'spin_trylock', [], () => {
    preempt_disable(machine)
    if (!spin_is_locked(machine, lock)) {
      acquire(machine, lock)
      return true
    }
    preempt_enable(machine)
    return false
  })
}

/** Gives a lock back. Nobody asks whether it was held. */
export function spin_unlock(machine: Machine, lock: spinlock_t): void {
  watched(machine, 'spin_unlock', [], () => {
    lock.holder = null
    preempt_enable(machine)
  })
}
